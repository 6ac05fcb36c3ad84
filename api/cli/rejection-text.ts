/** Rejections for people. */

import type { Rejection, Resolved } from "../rejection-contract.ts"
import { plain } from "./plain-text.ts"

const plainLines = (text: string): string => text.split("\n").map(plain).join("\n")

const nameOf = ({ account, event_id }: Rejection): string =>
  account === null ? "(account not readable)" : plain(`${account} ${event_id ?? "(no id)"}`)

const reasonsOf = ({ errors, differs }: Pick<Rejection, "errors" | "differs">): string[] => [
  ...errors.map(({ pointer, message }) => plain(`${pointer} ${message}`.trim())),
  ...differs.map(({ field, stored, sent }) =>
    plain(`${field}: ${stored ?? "nothing"} is stored, ${sent ?? "nothing"} was sent`),
  ),
]

/** One line each. */
export const listText = (rejections: ReadonlyArray<Rejection>, more: boolean): string => {
  if (rejections.length === 0) return "nothing of that kind"
  const lines = rejections.map((one) => {
    const reasons = reasonsOf(one).join("; ")
    return `${one.id}  ${one.received_at}  ${one.state.padEnd(8)}  ${one.reason.padEnd(10)}  ${nameOf(one)}: ${reasons}`
  })
  return [...lines, ...(more ? ["there are more: --limit shows them"] : [])].join("\n")
}

export const rejectionText = (rejection: Rejection): string => {
  const { place, raw } = rejection
  const title = raw.encoding === "base64" ? "raw bytes, in base64" : "raw text"
  const amount = raw.whole ? `${raw.kept} bytes` : `the first ${raw.kept} bytes are kept`
  return [
    `rejection ${rejection.id}: ${rejection.reason}`,
    `event: ${nameOf(rejection)}`,
    `received: ${rejection.received_at}${place === null ? "" : `, ${plain(place.topic)} partition ${place.partition} offset ${place.offset}`}`,
    `state: ${stateText(rejection)}`,
    ...reasonsOf(rejection).map((reason) => `  ${reason}`),
    `${title} (${amount}):`,
    plainLines(raw.data),
  ].join("\n")
}

const stateText = ({ state, resolution }: Rejection): string => {
  if (resolution === null) return state
  const { action, at, event, fate, note } = resolution
  const what =
    action === "dismiss"
      ? `dismissed: ${plain(note ?? "")}`
      : `sent again as event ${plain(event?.id ?? "")} of account ${plain(event?.account ?? "")}, ${fate}`
  return `${state}, ${at}, ${what}`
}

export const resolvedText = ({ rejection, result }: Resolved): string => {
  if (result === null) return `${rejection.id} is dismissed`
  const event = plain(`${result.id ?? "(no id)"} of account ${result.account ?? "(none)"}`)
  const reasons = reasonsOf({ errors: result.errors ?? [], differs: result.differs ?? [] })
  return [`event ${event}: ${result.fate}`, ...reasons.map((reason) => `  ${reason}`)].join("\n")
}
