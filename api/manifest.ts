/** What a file says of itself, signed by the server that wrote it. */
import { createHash } from "node:crypto"
import { Effect, Schema } from "effect"
import { Cursors } from "./cursors.ts"
import { Described, type Manifest } from "./export-contract.ts"

const encode = Schema.encodeSync(Described)
const Sealed = Schema.Struct({ manifest: Schema.String })
const isSealed = Schema.is(Sealed)

/** In the order of the schema, whatever order a manifest comes in. */
const digestOf = (described: Described): string =>
  createHash("sha256")
    .update(canonical(encode(described)))
    .digest("base64url")

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(",")}}`
}

export const signed = Effect.fnUntraced(function* (described: Described) {
  const { seal } = yield* Cursors
  const manifest: Manifest = { ...described, signature: seal({ manifest: digestOf(described) }) }
  return manifest
})

/** Whether this server wrote it, to the last letter. */
export const isGenuine = Effect.fnUntraced(function* ({ signature, ...described }: Manifest) {
  const { open } = yield* Cursors
  const sealed = open(signature)
  return isSealed(sealed) && sealed.manifest === digestOf(described)
})
