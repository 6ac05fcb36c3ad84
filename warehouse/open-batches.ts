/** The batches that are on their way into the tables: what they hold is looked for here first. */
import type { BatchDraft } from "./batch-draft.ts"
import type { BatchFates } from "./batch-fates.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { NO_PLACE } from "./place-table.ts"

export interface OpenBatch {
  readonly draft: BatchDraft
  readonly fates: BatchFates
  /** The accepted events that name another one, by the identity of that one. */
  readonly links: ReadonlyMap<string, ReadonlyArray<UsageEvent>>
  /** The keys of the spends that its failures name. */
  readonly awaited: ReadonlySet<bigint>
}

export class OpenBatches {
  readonly #open = new Set<OpenBatch>()

  /** Call what it returns once the batch is stored, or given up. */
  add(batch: OpenBatch): () => void {
    this.#open.add(batch)
    return () => this.#open.delete(batch)
  }

  [Symbol.iterator](): Iterator<OpenBatch> {
    return this.#open.values()
  }

  /** The batch that has accepted the id of this place of another draft, and where in it. */
  holderOf(draft: BatchDraft, place: number) {
    for (const batch of this.#open) {
      const found = batch.draft.find(draft, place)
      if (found !== NO_PLACE && batch.fates.isAccepted(found))
        return { draft: batch.draft, place: found }
    }
    return null
  }

  /** The accepted event with this identity; null when none is on its way. */
  accepted(identity: Buffer): UsageEvent | null {
    for (const { draft, fates } of this.#open) {
      const found = draft.findIdentity(identity)
      if (found !== NO_PLACE && fates.isAccepted(found)) return draft.eventAt(found)
    }
    return null
  }

  /** The accepted events that name the one with this identity. */
  naming(identity: string): ReadonlyArray<UsageEvent> {
    return Array.from(this.#open, ({ links }) => links.get(identity) ?? []).flat()
  }

  /** The keys of the spends that failures name. */
  awaited(): ReadonlySet<bigint> {
    return new Set(Array.from(this.#open, ({ awaited }) => [...awaited]).flat())
  }
}
