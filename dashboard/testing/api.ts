/** An API for component tests: answers by path, and keeps what it was asked. */
import { afterEach, vi } from "vitest"

export interface FakeApi {
  /** Paths with their query, in the order they were asked. */
  readonly asked: ReadonlyArray<string>
}

export type FakeAnswers = Readonly<Record<string, (url: URL) => unknown>>

/** `answers` by path, or promises of them; a path that is not among them answers 404 with a problem. */
export const useFakeApi = (answers: FakeAnswers): FakeApi => {
  const asked: string[] = []
  vi.stubGlobal("fetch", async (input: string | URL) => {
    const url = new URL(input)
    asked.push(url.pathname + url.search)
    const body = await answers[url.pathname]?.(url)
    return body === undefined
      ? Response.json(
          { type: "x", title: "Not found", status: 404, detail: "No." },
          { status: 404, headers: { "x-request-id": "request-7" } },
        )
      : Response.json(body)
  })
  return { asked }
}

/** jsdom lays nothing out: what asks for sizes gets a wide window. */
export const useWideWindow = (): void => {
  vi.stubGlobal("matchMedia", (media: string) => ({
    media,
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  )
  Element.prototype.scrollIntoView = () => undefined
  // jsdom has the element, but none of its methods.
  const dialog = HTMLDialogElement.prototype
  dialog.show = dialog.showModal = function (this: HTMLDialogElement) {
    this.open = true
  }
  dialog.close = function (this: HTMLDialogElement) {
    this.open = false
  }
}

afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
})
