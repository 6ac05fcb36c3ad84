/** What the dashboard asks of the API's exports. */
import type { CheckBody, Checked, ExportJob, Manifest, ReportName } from "#api/contract.ts"
import { bodyOf, read, v1 } from "./api-call.ts"

export type FormatName = ExportJob["format"]

/** The body of `POST /v1/exports`. */
export interface ExportRequest {
  readonly report: ReportName
  readonly format: FormatName
  readonly account?: string
  readonly range?: string
  readonly from?: string
  readonly to?: string
  readonly tz?: string
  readonly grain?: string
  readonly by?: string
  readonly limit?: string
  readonly columns?: string
  readonly filter?: ReadonlyArray<string>
}

const json = (body: object) => ({
  init: { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
})
const named = (id: string) => ({ param: { id }, query: {} })

export const exportsClient = {
  create: async (request: ExportRequest): Promise<ExportJob> =>
    (await v1().exports.$post({ query: {} }, json(request))).json() as Promise<ExportJob>,
  list: async (_: "exports", signal: AbortSignal): Promise<ReadonlyArray<ExportJob>> =>
    (await bodyOf(v1().exports.$get({ query: {} }, { init: { signal } }))).exports,
  get: (id: string): Promise<ExportJob> => bodyOf(v1().exports[":id"].$get(named(id))),
  manifest: (id: string): Promise<Manifest> => bodyOf(v1().exports[":id"].manifest.$get(named(id))),
  remove: async (id: string): Promise<void> => {
    await v1().exports[":id"].$delete(named(id))
  },
  check: (body: CheckBody): Promise<Checked> =>
    read(v1().exports.check.$post({ query: {} }, json(body))),
}

/** Where the file of one that is done is: the browser fetches it by itself, past this page's memory. */
export const fileAddress = (id: string): string => `/v1/exports/${encodeURIComponent(id)}/file`

export const isOver = ({ state }: ExportJob): boolean => state !== "waiting" && state !== "running"
