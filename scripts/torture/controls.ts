/**
 * Controls: what makes figures exact, switched off one at a time while the product's own source is
 * loaded. A run that finds nothing wrong then would find nothing wrong ever.
 */
export interface Control {
  /** From the project's root. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly text: string
  readonly instead: string
}

export const CONTROLS = {
  /** A batch that is repeated comes under another name. */
  token: {
    file: "warehouse/journal.ts",
    text: "token: name.slice(0, -ENDING.length)",
    instead: "token: randomUUID()",
  },
  /** What a killed process had begun is forgotten. */
  intent: {
    file: "warehouse/journal.ts",
    text: "return {\n    left,",
    instead: "for (const { file } of left) rmSync(file)\n  return {\n    left: [],",
  },
  /** Nobody looks whether an id is taken. */
  "known-ids": {
    file: "warehouse/known-ids.ts",
    text: "const seen = filter\n",
    instead: "const seen = filter\n      if (seen !== undefined) return []\n",
  },
} satisfies Readonly<Record<string, Control>>

export type ControlName = keyof typeof CONTROLS

/** Throws when the text to be replaced is not there exactly once: then the control controls nothing. */
export const rewritten = (source: string, { file, text, instead }: Control): string => {
  const parts = source.split(text)
  if (parts.length !== 2)
    throw new Error(`${file} holds ${JSON.stringify(text)} ${parts.length - 1} times, not once`)
  return parts.join(instead)
}
