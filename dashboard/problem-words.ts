/** A problem in the language of the page, as far as its catalogue knows the type. */
import type { Problem } from "#api/contract.ts"
import { m } from "./messages.ts"

export interface SeenProblem extends Problem {
  /** Under which the server's log has it; not there where no answer came. */
  readonly requestId?: string
}

/** The API speaks English: its own detail says more than the catalogue where that is spoken. */
export const problemWords = ({
  type,
  title,
  detail,
}: Problem): { readonly title: string; readonly detail: string } => {
  const name = type.replace("/problems/", "")
  const titles: Readonly<Record<string, string>> = m().problems.titles
  const details: Readonly<Record<string, string>> = m().problems.details
  return { title: titles[name] ?? title, detail: details[name] ?? detail }
}
