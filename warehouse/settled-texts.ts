/** What an operation's category and description are when an event does not say, as bytes of its row. */
import { type OperationCatalog, settleTexts, TEXT_SOURCES } from "./domain/transaction.ts"
import { RowBinaryWriter } from "./row-binary.ts"

export interface SettledTexts {
  /** `category_source` and `category`. */
  readonly category: Uint8Array
  /** `description_source` and `description`. */
  readonly description: Uint8Array
}

/** Operations come out of events, so their number has no bound of its own. */
const REMEMBERED_MAX = 10_000

export class TextSettler {
  readonly #catalog: OperationCatalog
  readonly #settled = new Map<string, SettledTexts>()

  constructor(catalog: OperationCatalog) {
    this.#catalog = catalog
  }

  of(operation: string): SettledTexts {
    const known = this.#settled.get(operation)
    if (known !== undefined) return known
    if (this.#settled.size >= REMEMBERED_MAX) this.#settled.clear()
    const { category, description } = settleTexts(operation, this.#catalog)
    const settled = { category: encoded(...category), description: encoded(...description) }
    this.#settled.set(operation, settled)
    return settled
  }
}

const encoded = (text: string, source: (typeof TEXT_SOURCES)[number]): Uint8Array => {
  const out = new RowBinaryWriter(text.length + 8)
  out.uint8(TEXT_SOURCES.indexOf(source) + 1)
  out.string(text)
  return Uint8Array.from(out.bytes())
}
