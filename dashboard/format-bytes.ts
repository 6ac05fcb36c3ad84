/** Sizes of files as people read them: `48 kB`, `1.2 MB`. */
import { numberLocale } from "./locale.ts"

const UNITS = [
  ["gigabyte", 1e9],
  ["megabyte", 1e6],
  ["kilobyte", 1e3],
  ["byte", 1],
] as const

const print = (bytes: number, options: Intl.NumberFormatOptions): string => {
  const [unit, size] = UNITS.find(([, each]) => bytes >= each) ?? (["byte", 1] as const)
  const format = { style: "unit", unit, unitDisplay: "short", ...options } as const
  return new Intl.NumberFormat(numberLocale(), format).format(bytes / size)
}

/** One decimal below ten, none above. */
export const byteSize = (bytes: number): string =>
  print(bytes, bytes < 1e3 ? {} : { minimumSignificantDigits: 2, maximumSignificantDigits: 3 })

/** What is only reckoned: two digits. */
export const roughByteSize = (bytes: number): string =>
  print(bytes, { maximumSignificantDigits: 2 })
