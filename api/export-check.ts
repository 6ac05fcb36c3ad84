/** Whether a file is what its manifest says, and whether that still holds. */
import { Effect } from "effect"
import { dayOf } from "#warehouse/domain/calendar.ts"
import type { Credential } from "./access.ts"
import { withMeta } from "./answer.ts"
import { mayRead } from "./credential.ts"
import { CheckBody, type Checked, type Manifest, type Words } from "./export-contract.ts"
import { isLedger } from "./export-question.ts"
import { sumsNow } from "./export-report.ts"
import { jsonBody } from "./json-body.ts"
import { isGenuine } from "./manifest.ts"
import { intervalOfInstants } from "./moments.ts"
import { fieldsRefused, noSuchAccount } from "./problem.ts"

const readBody = jsonBody("A manifest to check", CheckBody)

export const mayReadAll = (
  credential: Credential,
  { accounts }: { readonly accounts: ReadonlyArray<string> | null },
): boolean =>
  accounts === null
    ? credential.accounts === null
    : accounts.every((account) => mayRead(credential, account))

/** The question of then: `30d` are the days that they were. */
const wordsThen = ({ report, words, tz, from, to }: Manifest): Words => {
  const { range: _, from: __, to: ___, ...rest } = words
  const interval = intervalOfInstants(from ?? undefined, to ?? undefined)
  if (interval === null) return { ...rest, tz }
  if (isLedger(report)) return { ...rest, tz, from: from ?? "", to: to ?? "" }
  return { ...rest, tz, from: dayOf(interval.from, tz), to: dayOf(interval.to - 1, tz) }
}

export const checkExport = Effect.fnUntraced(function* (request: Request, credential: Credential) {
  const { manifest, bytes, sha256 } = yield* readBody(request)
  if (!mayReadAll(credential, manifest)) return yield* noSuchAccount()
  // What this server did not write is no question of ours.
  if (!(yield* isGenuine(manifest)))
    return yield* fieldsRefused("invalidBody", [
      {
        pointer: "/manifest",
        code: "not_genuine",
        message: "was not written by this server as it is: its signature is of something else",
      },
    ])
  const { report, format, account, accounts } = manifest
  const question = { report, format, account, accounts, words: wordsThen(manifest) }
  const sums = Effect.map(sumsNow(question), (sums) => ({ sums }))
  const { sums: now, meta } = yield* withMeta({ tz: manifest.tz, interval: null }, sums)
  const then = manifest.sums
  const hold = (Object.keys(then) as Array<keyof typeof then>).every(
    (name) => then[name] === now[name],
  )
  return {
    complete: bytes === undefined ? null : bytes === manifest.bytes,
    unchanged: sha256 === undefined ? null : sha256.toLowerCase() === manifest.sha256,
    totals: { hold, sums: now },
    meta,
  } satisfies Checked
})
