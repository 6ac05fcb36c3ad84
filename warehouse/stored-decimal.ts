import { parseDecimal } from "./domain/decimal.ts"

/** A decimal as the engine prints it. Anything else is a bug in a statement of ours. */
export const storedDecimal = (text: string): bigint => {
  const millionths = parseDecimal(text)
  if (millionths === undefined) throw new Error(`the warehouse answered ${text} for a decimal`)
  return millionths
}
