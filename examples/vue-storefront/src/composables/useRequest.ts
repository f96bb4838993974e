import { ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'

/** Run an API call and expose its progress and its ApiError to a template. */
export function useRequest() {
  const pending = ref(false)
  const error = shallowRef<ApiError>()

  async function run(call: () => Promise<void>): Promise<void> {
    pending.value = true
    error.value = undefined
    try {
      await call()
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason
      error.value = reason
    } finally {
      pending.value = false
    }
  }

  return { pending, error, run }
}
