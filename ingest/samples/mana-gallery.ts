import { join } from "node:path"
import type { Account } from "#warehouse/domain/account.ts"

export const MANA_GALLERY: Account = {
  account: "mana-gallery",
  name: "Mana Gallery",
  timeZone: "UTC",
  plan: "Creator",
  allowance: null,
  periodAnchorDay: 1,
  lowBalanceMark: null,
  about:
    "Made by hand, not real: one session in an image tool on 5 March 2026, with high-volume rows, a failed operation and its refund.",
}

/** One usage event a line, oldest first. */
export const MANA_GALLERY_FILE = join(import.meta.dirname, "data", "mana-gallery.jsonl")
