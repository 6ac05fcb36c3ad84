/** In which language and with which figures the interface speaks: BCP 47 tags for `Intl`. */
import { createSignal } from "solid-js"
import { recall, remember } from "./storage.ts"

const [locale, setLocale] = createSignal("en-GB")

const [rightToLeft, setRightToLeft] = createSignal(false)

/** `locale`: of the interface's own words, and so of its dates. */
export { locale, rightToLeft, setLocale, setRightToLeft }

/** How figures are written where that is not as the language has it. */
export const numberStyles = { comma: "en-GB", point: "de-DE", space: "fr-FR" } as const
export type NumberStyle = keyof typeof numberStyles

const isNumberStyle = (text: string | undefined): text is NumberStyle =>
  text !== undefined && Object.hasOwn(numberStyles, text)

const stored = recall("numbers")
const [numberStyle, setNumberStyle] = createSignal<NumberStyle | undefined>(
  isNumberStyle(stored) ? stored : undefined,
)

export { numberStyle }

export const chooseNumberStyle = (chosen: string): void => {
  const style = isNumberStyle(chosen) ? chosen : undefined
  setNumberStyle(style)
  remember("numbers", style)
}

export const numberLocale = (): string => {
  const style = numberStyle()
  return style === undefined ? locale() : numberStyles[style]
}
