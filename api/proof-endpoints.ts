/** The endpoints that prove figures, as part of the table. */
import { accountRead, type Endpoint, ok, READ_PROBLEMS } from "./endpoint.ts"
import { Integrity, Proof, Rollups } from "./proof-contract.ts"
import { QUERIES } from "./query-words.ts"

export const PROOF_ENDPOINTS: ReadonlyArray<Endpoint> = [
  {
    ...accountRead("/proof", "The balance, from each place it is kept in", QUERIES.overview, Proof),
    description:
      "Lifetime, daily and quarter-hour sums and the ledger, read in one state. Each key of the account's rollups is compared with a recount: `drift` is 0, or `differing` holds the first keys with both figures. Reads every entry of the account.",
  },
  {
    method: "get",
    path: "/v1/integrity",
    summary: "Whether every rollup agrees with the ledger",
    description:
      "The last run over the whole warehouse, and when the next one begins. For credentials that may read every account.",
    credential: "readAll",
    query: QUERIES.none,
    answers: [ok(Integrity)],
    problems: READ_PROBLEMS,
  },
  {
    method: "post",
    path: "/v1/integrity",
    summary: "Begins a run now, unless one is under way",
    credential: "admin",
    act: "integrity.start",
    query: QUERIES.none,
    answers: [{ status: 202, description: "A run is under way", schema: Integrity }],
    problems: [...READ_PROBLEMS, "crossOrigin"],
  },
  {
    method: "get",
    path: "/v1/rollups",
    summary: "The rollups, and which of them are made anew",
    credential: "admin",
    query: QUERIES.none,
    answers: [ok(Rollups)],
    problems: READ_PROBLEMS,
  },
  {
    method: "post",
    path: "/v1/rollups/:rollup/rebuild",
    summary:
      "Makes a rollup anew from the ledger, beside the old one, and puts it in place at once",
    description:
      "Figures stay right and events come in meanwhile. Ask `GET /v1/rollups` for its end. Refused with 409 where other processes may write at the same time, and on a cluster.",
    credential: "admin",
    act: "rollup.rebuild",
    query: QUERIES.rebuild,
    answers: [{ status: 202, description: "It is under way", schema: Rollups }],
    problems: [...READ_PROBLEMS, "crossOrigin", "notFound", "rebuildRefused"],
  },
]
