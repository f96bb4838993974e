/** The one way to the backend: typed by openapi.yaml, cookies along, errors as `ApiError`. */
import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

export type Schema = components['schemas']

/** What the backend refused, by its stable code (C-conv-3); `field` and `lines` say where. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
    readonly lines: string[] = [],
  ) {
    super(message)
  }
}

export const client = createClient<paths>({ baseUrl: '/', credentials: 'include' })

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** The answer's body, or an ApiError. */
export async function taken<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await call
  } catch {
    throw new ApiError(0, 'network', 'The shop can’t be reached. Is the stub running?')
  }
  if (answer.response.ok) return answer.data as T
  const error = (answer.error as { error?: Partial<ApiError> } | undefined)?.error
  throw new ApiError(
    answer.response.status,
    error?.code ?? 'server.error',
    error?.message ?? `The shop answered ${answer.response.status}.`,
    error?.field,
    error?.lines,
  )
}
