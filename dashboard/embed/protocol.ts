/** What a frame and the page around it say to each other. docs/embed.md tells it to those who write that page. */
import { type Theme, themes } from "../theme.ts"
import { type Colour, isColour } from "./accent.ts"

export const PROTOCOL = 1
const TOKEN_LENGTH_MAX = 8192
const LOCALE_LENGTH_MAX = 64

/** What the host sets; what it leaves out stays as it is. */
export interface Configuration {
  readonly token?: string
  readonly theme?: Theme
  readonly accent?: Colour
  readonly locale?: string
}

/** Why a message was not taken: nothing of it was. */
export interface Refusal {
  readonly code: "version" | "type" | "field"
  readonly message: string
}

export type FrameMessage =
  /** Said again each second until the host has given a token. */
  | { readonly type: "ready" }
  /** In CSS pixels, of the whole page. */
  | { readonly type: "height"; readonly height: number }
  | { readonly type: "token-expired" }
  | {
      readonly type: "problem"
      readonly code: Refusal["code"] | "token" | "unreachable" | "accent"
      readonly message: string
    }

/** As it is posted. */
export const framed = (message: FrameMessage) => ({ tidemark: PROTOCOL, ...message })

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

const fields: Readonly<Record<string, { is: (value: unknown) => boolean; must: string }>> = {
  token: {
    is: (value) =>
      typeof value === "string" && value.length <= TOKEN_LENGTH_MAX && /^[\x21-\x7e]+$/.test(value),
    must: "must be an account token: text without spaces",
  },
  theme: {
    is: (value) => themes.some((theme) => theme === value),
    must: `must be one of ${themes.join(", ")}`,
  },
  accent: { is: isColour, must: "must be a colour such as #0a7f5a" },
  locale: {
    is: (value) => typeof value === "string" && isLocale(value),
    must: "must be a language tag such as de or en-GB",
  },
}

const isLocale = (text: string): boolean => {
  if (text.length > LOCALE_LENGTH_MAX) return false
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/** `undefined`: a message of somebody else's making, which is none of our business. */
export const readHostMessage = (
  data: unknown,
): { readonly set: Configuration } | { readonly refused: Refusal } | undefined => {
  if (!isObject(data) || !("tidemark" in data)) return undefined
  const { tidemark, type, ...rest } = data
  const refused = (code: Refusal["code"], message: string) => ({ refused: { code, message } })
  if (tidemark !== PROTOCOL)
    return refused("version", `tidemark must be ${PROTOCOL}, the version that is spoken here`)
  if (type !== "configure") return refused("type", 'type must be "configure"')
  for (const [name, value] of Object.entries(rest)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined)
      return refused("field", `${name} is not known; ${Object.keys(fields).join(", ")} are`)
    if (!field.is(value)) return refused("field", `${name} ${field.must}`)
  }
  return { set: rest }
}
