/**
 * Controls: what makes figures exact, switched off one at a time while the product's own source is
 * loaded. A run that finds nothing wrong then would find nothing wrong ever.
 */
export interface Rewrite {
  /** From the project's root. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly text: string
  readonly instead: string
}

export const CONTROLS = {
  /** What is repeated comes under another name. */
  token: [
    {
      file: "warehouse/journal-inserter.ts",
      text: "insertUntilStored(file, batch.token)",
      instead: "insertUntilStored(file, crypto.randomUUID())",
    },
    {
      file: "warehouse/log-writer.ts",
      text: "insertUntilStored(file, tokenOf(intent))",
      instead: "insertUntilStored(file, randomUUID())",
    },
  ],
  /** What a killed process had begun is forgotten: the journal, and which stretch of the log it was. */
  intent: [
    {
      file: "warehouse/journal.ts",
      text: "const left = leftIn(directory)",
      instead: `for (const { segments } of leftIn(directory))
    for (const { name } of segments) rmSync(pathOf(name, ROWS), { force: true })
  const left = leftIn(directory)`,
    },
    {
      file: "ingest/resume-plan.ts",
      text: 'return { go: "repeat", intent }',
      instead: `{
    const { sequence, epoch } = intent
    return { go: "on", next: intent.first, sequence, epoch, note: null }
  }`,
    },
  ],
  /** Nobody looks whether an id is taken. */
  "known-ids": [
    {
      file: "warehouse/known-ids.ts",
      text: "const suspects = suspectsOf(draft, filter)",
      instead: "const suspects = suspectsOf(draft, filter).slice(0, 0)",
    },
  ],
  /** Who owned a partition before can still put batches on record, and stores them. */
  fence: [
    {
      file: "ingest/partition-fence.ts",
      text: "transactionTimeout: TRANSACTION_MS_MAX,",
      instead: "transactionTimeout: TRANSACTION_MS_MAX, transactionalId: crypto.randomUUID(),",
    },
  ],
  /** Nobody looks whether a spend was refunded before. */
  refunds: [
    {
      file: "warehouse/domain/refunds.ts",
      text: "return refunds.length > 0 ? alreadyRefunded(named, refunds) : null",
      instead: "return null",
    },
  ],
} satisfies Readonly<Record<string, ReadonlyArray<Rewrite>>>

export type ControlName = keyof typeof CONTROLS

/** Throws when the text to be replaced is not there exactly once: then the control controls nothing. */
export const rewritten = (source: string, { file, text, instead }: Rewrite): string => {
  const parts = source.split(text)
  if (parts.length !== 2)
    throw new Error(`${file} holds ${JSON.stringify(text)} ${parts.length - 1} times, not once`)
  return parts.join(instead)
}
