/** Plain questions about usage, for tests that are about something else. */
import type { GroupsWanted } from "../usage-groups.ts"

export const BY_CATEGORY: GroupsWanted = {
  by: ["category"],
  measure: "spend",
  sort: "-credits",
  limit: 50,
}

/** Of one account, neither filtered nor split nor compared. */
export const plainly = (account: string) => ({
  scope: [account],
  compared: null,
  filters: [],
  split: null,
})
