/** The endpoints of exports. */
import { DOWNLOAD_TYPES } from "./download.ts"
import { type Endpoint, ok, READ_PROBLEMS, WRITE_PROBLEMS } from "./endpoint.ts"
import { CheckBody, Checked, ExportBody, ExportJob, Exports, Manifest } from "./export-contract.ts"
import { QUERIES } from "./query-words.ts"

const one = (path: string, summary: string, answers: Endpoint["answers"]): Endpoint => ({
  method: "get",
  path: `/v1/exports/:id${path}`,
  summary,
  credential: "read",
  query: QUERIES.none,
  answers,
  problems: [...READ_PROBLEMS, "notFound"],
})

export const EXPORT_ENDPOINTS: ReadonlyArray<Endpoint> = [
  {
    method: "post",
    path: "/v1/exports",
    summary: "Asks for a report as a file that is made beside the requests",
    description:
      "With the words that the report's endpoint takes in its query; `filter` is a list. `transactions` need an `account`; the others are about all accounts that the credential may read where they name none. The file and its manifest are kept for 24 hours. An export is seen by who may read all of its accounts. It is made by the process that was asked, and lost when that stops before it is done.",
    credential: "read",
    query: QUERIES.none,
    body: { "application/json": ExportBody },
    answers: [{ status: 202, description: "It is on its way", schema: ExportJob }],
    problems: [...WRITE_PROBLEMS, "invalidBody", "notFound", "tooManyExports"],
  },
  {
    method: "get",
    path: "/v1/exports",
    summary: "The exports that the credential may see, newest first",
    credential: "read",
    query: QUERIES.none,
    answers: [ok(Exports)],
    problems: READ_PROBLEMS,
  },
  {
    method: "post",
    path: "/v1/exports/check",
    summary: "Whether a file is complete and unchanged, and whether its totals still hold",
    description:
      "With the manifest as it was fetched, and what the file has: its length and its SHA-256. The file itself stays where it is. Totals are asked for anew, for the same days.",
    credential: "read",
    query: QUERIES.none,
    body: { "application/json": CheckBody },
    answers: [ok(Checked)],
    problems: [...WRITE_PROBLEMS, "invalidBody", "notFound"],
  },
  one("", "One export, and how far it is", [ok(ExportJob)]),
  {
    ...one("/manifest", "What a finished file holds, signed", [ok(Manifest)]),
    problems: [...READ_PROBLEMS, "notFound", "exportNotDone"],
  },
  {
    ...one("/file", "The file", [{ ...ok(null, "The file"), files: DOWNLOAD_TYPES }]),
    description:
      "Of the length that `content-length` says: a file that broke off is shorter. `repr-digest` has its SHA-256.",
    problems: [...READ_PROBLEMS, "notFound", "exportNotDone"],
  },
  {
    ...one("", "Cancels an export, or removes its file", [
      { status: 204, description: "There is nothing left of it", schema: null },
    ]),
    method: "delete",
    problems: [...READ_PROBLEMS, "notFound", "crossOrigin"],
  },
]
