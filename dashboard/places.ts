/** The screens: where each is, who may see it, and which key goes there. A new one is a line here and a route in `App.tsx`. */
import type { JSX } from "solid-js"
import type { Session } from "#api/contract.ts"
import { Bars, Clock, Download, Key, People, Pulse, Stack } from "./components/icons.tsx"
import type { Messages } from "./messages.ts"
import { mayOperate, mayRead } from "./session.ts"
import type { Action } from "./shortcuts.ts"
import { EXPLORE, OPERATIONS } from "./state-change.ts"

export interface Place {
  readonly name: keyof Messages["shell"]["names"]
  readonly path: string
  readonly icon: () => JSX.Element
  readonly action?: Action
  /** Unless everybody may. */
  readonly may?: (session: Session) => boolean
  /** In the user's menu rather than the bar: for what is looked after, not looked at. */
  readonly inMenu?: true
}

/** In the order of the bar and the menu. */
const places: ReadonlyArray<Place> = [
  { name: "usage", path: "/usage", icon: Bars, action: "goUsage" },
  { name: "history", path: "/usage/history", icon: Clock, action: "goHistory" },
  { name: "explore", path: EXPLORE, icon: Stack, action: "goExplore" },
  {
    name: "operations",
    path: OPERATIONS,
    icon: Pulse,
    action: "goOperations",
    may: mayOperate,
  },
  { name: "exports", path: "/exports", icon: Download, action: "goExports", may: mayRead },
  { name: "accounts", path: "/accounts", icon: People, may: mayRead, inMenu: true },
  { name: "keys", path: "/keys", icon: Key, may: ({ admin }) => admin, inMenu: true },
]

/** For who is signed in; while that is not known, what everybody may see. */
export const placesFor = (session: Session | undefined): ReadonlyArray<Place> =>
  places.filter(({ may }) => may === undefined || (session !== undefined && may(session)))

const withoutAccount = [OPERATIONS, "/exports", "/accounts", "/keys"]

/** Whether it has something to show where no account has used anything, or the one asked for is missing. */
export const standsAlone = (path: string): boolean => withoutAccount.includes(path)
