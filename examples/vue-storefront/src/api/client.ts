import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

/** An error that the shop documents by `code`, or a network failure with status 0. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Path of the invalid field in the request body, for example `shippingAddress.city`. */
    readonly field?: string,
    /** Product ids of the cart lines that caused the error. */
    readonly lines: string[] = [],
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

export const client = createClient<paths>({
  baseUrl: `${location.origin}/`,
  credentials: 'include',
  fetch: (request) => fetch(request), // Resolved per call, so that tests can replace it.
})

interface FetchResult<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Return the body of a successful response; throw an ApiError for every other outcome. */
export async function unwrap<T>(call: Promise<FetchResult<T>>): Promise<T> {
  let result: FetchResult<T>
  try {
    result = await call
  } catch {
    throw new ApiError(0, 'network', 'The shop can’t be reached. Is the backend running?')
  }
  if (result.response.ok) return result.data as T
  throw toApiError(result.response.status, result.error)
}

function toApiError(status: number, body: unknown): ApiError {
  const error = (body as { error?: Partial<ApiError> } | undefined)?.error
  return new ApiError(
    status,
    error?.code ?? 'server.error',
    error?.message ?? `The shop responded with status ${status}.`,
    error?.field,
    error?.lines,
  )
}
