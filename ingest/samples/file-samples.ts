/** The sample accounts that lie in files: one made by hand, two of real usage. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { type Account, unnamedAccount } from "#warehouse/domain/account.ts"
import { importFile } from "../importer/import-file.ts"
import { parseMapping } from "../importer/mapping.ts"
import {
  conflictRemarks,
  counted,
  type Sample,
  SampleRefused,
  type Step,
  sendEvents,
} from "./sample.ts"
import type { WireEvent } from "./wire-event.ts"

const DATA = join(import.meta.dirname, "data")
export const MANA_GALLERY_FILE = join(DATA, "mana-gallery.jsonl")

type Send = Extract<Step, { readonly kind: "load" }>["send"]

interface FileSample {
  readonly account: Account & { readonly about: string }
  readonly what: string
  readonly send: Send
}

const fileSample = ({ account: { about, ...account }, what, send }: FileSample): Sample => {
  const begun = `${about} Not all of it is loaded yet.`
  return {
    account,
    next: (stored) => {
      if (stored === about) return { kind: "nothing" }
      if (stored !== undefined && stored !== begun) return { kind: "foreign" }
      return { kind: "load", what, begun, done: about, send }
    },
  }
}

/** One usage event a line, as producers send them. */
const sendLines = (account: string, path: string): Send =>
  Effect.suspend(() => {
    const lines = readFileSync(path, "utf8").trimEnd().split("\n")
    return sendEvents(
      account,
      lines.map((text) => ({ kind: "text", text })),
    )
  })

interface TableRequest {
  readonly file: string
  /** Covers what the rows cost, so that the balance stays above zero. */
  readonly opening: WireEvent
}

const sendTable = Effect.fnUntraced(function* ({ file, opening }: TableRequest) {
  const { account } = opening
  const text = readFileSync(join(import.meta.dirname, `${account}.mapping.json`), "utf8")
  const mapping = yield* Effect.orDie(parseMapping(text))
  const opened = yield* sendEvents(account, [{ kind: "value", value: opening }])
  const report = yield* importFile({ path: join(DATA, file), mapping })
  if (report.rejected > 0) {
    const problem = report.problems.find(({ fate }) => fate === "rejected")
    const errors = problem?.errors?.map((e) => `${e.pointer} ${e.message}`).join("; ")
    return yield* new SampleRefused({ account, reason: `${file}:${problem?.line}: ${errors}` })
  }
  const difference = report.credits.roundingDifference
  return {
    accepted: opened.accepted + report.accepted + report.queued,
    remarks: [
      ...conflictRemarks(report.conflict),
      ...Object.entries(report.skipped).map(
        ([reason, rows]) => `${counted(rows, "row")} skipped (${reason})`,
      ),
      ...(difference === "0"
        ? []
        : [`rounding difference ${difference} credits (exact minus counted)`]),
    ],
  }
})

const manaGallery = fileSample({
  account: {
    ...unnamedAccount("mana-gallery"),
    name: "Mana Gallery",
    plan: "Creator",
    about:
      "Made by hand, not real: a session in an image tool on 5 March 2026, with high-volume rows, a failed operation and its refund.",
  },
  what: "a session in an image tool",
  send: sendLines("mana-gallery", MANA_GALLERY_FILE),
})

const chatApi = fileSample({
  account: {
    ...unnamedAccount("chat-api"),
    name: "Chat API",
    about:
      "Real usage: 19,366 requests to a conversation service on 16 November 2023 (Azure Public Dataset, LLM inference trace 2023, Microsoft, CC BY 4.0). The price is ours, 0.001 credits for each context token and 0.003 for each generated token, and so is the purchase that covers it.",
  },
  what: "19,366 requests",
  send: sendTable({
    file: "azure-llm-2023-conv.csv",
    opening: {
      id: "opening",
      account: "chat-api",
      type: "purchase",
      operation: "purchase",
      credits: "40000",
      occurred_at: "2023-11-16T18:00:00.000Z",
      description: "Opening balance, not part of the trace",
    },
  }),
})

const cloudBill = fileSample({
  account: {
    ...unnamedAccount("cloud-bill"),
    name: "Cloud bill",
    about:
      "Real usage: 1,000 cloud billing rows of September 2024 (FinOps Open Cost and Usage Specification 1.0 sample data, FinOps Foundation, CC BY 4.0). 1 credit is 0.001 USD of BilledCost, rounded half to even at 6 places; rows that cost nothing are left out. The purchase that covers it is ours.",
  },
  what: "1,000 billing rows",
  send: sendTable({
    file: "focus-1.0-sample.csv",
    opening: {
      id: "opening",
      account: "cloud-bill",
      type: "purchase",
      operation: "purchase",
      credits: "25000",
      occurred_at: "2024-08-31T12:00:00.000Z",
      description: "Opening balance, not part of the bill",
      amount: "25",
      currency: "USD",
    },
  }),
})

export const FILE_SAMPLES: ReadonlyArray<Sample> = [manaGallery, chatApi, cloudBill]
