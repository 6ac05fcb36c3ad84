/** Views that the server keeps: one's own, and those that others share. */
import { read, v1 } from "../api-call.ts"

export interface ViewToKeep {
  readonly name: string
  /** Path and query. */
  readonly address: string
  readonly shared: boolean
}

export const viewsClient = {
  list: (_: string, signal: AbortSignal) =>
    read(v1().views.$get({ query: {} }, { init: { signal } })),
  put: async (id: string, view: ViewToKeep) => {
    const init = { body: JSON.stringify(view), headers: { "content-type": "application/json" } }
    await v1().views[":id"].$put({ param: { id }, query: {} }, { init })
  },
  remove: async (id: string) => {
    await v1().views[":id"].$delete({ param: { id }, query: {} })
  },
}

const ID_BYTES = 12

/** Not `randomUUID`: that is missing where the page comes without TLS. */
export const newViewId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(ID_BYTES)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
