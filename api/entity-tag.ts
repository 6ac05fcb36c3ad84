/** Names an answer by its figures, so that who asks again hears in no body at all that they are as they were. */
import { createHash } from "node:crypto"

/** What every answer's `meta` says of the moment: it moves on while figures stay. */
const MOMENT = /"complete_to":"[^"]*","lag":\{[^{}]*\},"generated_at":"[^"]*",/
const LENGTH = 22

/** Weak, since the moment is left out of it. `text`: the answer as JSON. */
export const entityTag = (text: string): string => {
  const digest = createHash("sha256").update(text.replace(MOMENT, "")).digest("base64url")
  return `W/"${digest.slice(0, LENGTH)}"`
}

/** Whether `If-None-Match` names the tag, weakly or not, or any at all. */
export const isNamed = (tag: string, ifNoneMatch: string | undefined): boolean => {
  const tags = (ifNoneMatch ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""))
  return tags.includes("*") || tags.includes(tag.replace(/^W\//, ""))
}
