/** Backups on the wire, and their endpoints as part of the table. */
import { Schema } from "effect"
import { Instant, Meta } from "./contract.ts"
import { type Endpoint, ok, READ_PROBLEMS } from "./endpoint.ts"
import { QUERIES } from "./query-words.ts"

export const BackupList = Schema.Struct({
  backups: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      folder: Schema.String.annotate({ description: "Within the data folder" }),
      made_at: Instant.annotate({
        description: "Every event that was answered before this moment is in it",
      }),
      files: Schema.Int,
      bytes: Schema.Int.annotate({
        description:
          "Most of them are shared with the warehouse and take no room of their own at first",
      }),
    }),
  ).annotate({ description: "Newest first" }),
  meta: Meta,
}).annotate({ identifier: "Backups" })
export type BackupList = typeof BackupList.Type

export const BACKUP_ENDPOINTS: ReadonlyArray<Endpoint> = [
  {
    method: "get",
    path: "/v1/backups",
    summary: "The backups in the data folder",
    credential: "admin",
    query: QUERIES.none,
    answers: [ok(BackupList)],
    problems: READ_PROBLEMS,
  },
  {
    method: "post",
    path: "/v1/backups",
    summary: "Makes a backup of the embedded warehouse",
    description:
      "A copy of one moment in a folder of its own, on which another process can start. Events wait for it, for less than a second as a rule.",
    credential: "admin",
    act: "backup.make",
    query: QUERIES.none,
    answers: [
      { status: 201, description: "It is made, and the first of the list", schema: BackupList },
    ],
    problems: [...READ_PROBLEMS, "backupRefused", "crossOrigin"],
  },
]
