/** Around every screen: skip links, top bar, bottom bar, and what stands in a screen's place. */
import { type RouteSectionProps, useLocation } from "@solidjs/router"
import { type JSX, Match, onCleanup, Show, Switch } from "solid-js"
import { signedIn } from "../session.ts"
import { createView, useView, ViewProvider } from "../view.ts"
import { AccountSwitcher } from "./AccountSwitcher.tsx"
import { Freshness } from "./Freshness.tsx"
import { Bars, Clock, Wordmark } from "./icons.tsx"
import { Panels } from "./Panels.tsx"
import { SectionProblem } from "./SectionProblem.tsx"
import { SessionMenu } from "./SessionMenu.tsx"
import { Shortcuts } from "./Shortcuts.tsx"
import { SignIn } from "./SignIn.tsx"

/** How often to look for news while somebody is looking, and it does not come by itself. */
const PULSE_MS = 5000

export function Shell(props: RouteSectionProps) {
  return (
    <Show when={signedIn()} fallback={<SignIn />}>
      <SignedIn>{props.children}</SignedIn>
    </Show>
  )
}

function SignedIn(props: { readonly children: JSX.Element }) {
  const view = createView()
  const timer = setInterval(() => {
    const isAsked = view.live.state() !== "live" && !view.overview.pending()
    if (document.visibilityState === "visible" && isAsked) view.overview.again()
  }, PULSE_MS)
  onCleanup(() => clearInterval(timer))
  return (
    <ViewProvider value={view}>
      <nav class="skip" aria-label="Skip">
        <a href="#content">Skip to content</a>
        <a href="#usage-over-time">Skip to usage over time</a>
        <a href="#activity">Skip to activity</a>
      </nav>
      <TopBar />
      <main id="content" tabindex="-1">
        <Place>{props.children}</Place>
      </main>
      <BottomBar />
      <Shortcuts />
      <Panels />
    </ViewProvider>
  )
}

const screens = [
  { path: "/usage", name: "Usage", icon: Bars },
  { path: "/usage/history", name: "History", icon: Clock },
] as const

function ScreenLinks(props: { readonly icons?: true }) {
  const view = useView()
  const location = useLocation()
  return screens.map((screen) => (
    <a
      href={view.href(screen.path, { page: undefined, day: undefined })}
      aria-current={location.pathname === screen.path ? "page" : undefined}
    >
      <Show when={props.icons}>
        <screen.icon />
      </Show>
      {screen.name}
    </a>
  ))
}

function TopBar() {
  return (
    <header class="top-bar">
      <div class="column">
        <span class="wordmark">
          <Wordmark /> <span class="wordmark-name">Tidemark</span>
        </span>
        <nav class="screens wide-only" aria-label="Screens">
          <ScreenLinks />
        </nav>
        <Freshness />
        <AccountSwitcher />
        <SessionMenu />
      </div>
    </header>
  )
}

const BottomBar = () => (
  <nav class="bottom-bar narrow-only" aria-label="Screens">
    <ScreenLinks icons />
  </nav>
)

/** The screen, unless there is no account to show. */
function Place(props: { readonly children: JSX.Element }) {
  const view = useView()
  return (
    <Switch fallback={props.children}>
      <Match when={view.accountRead.problem()?.status === 404}>
        <section class="column empty-page">
          <h1>There is no account “{view.accountId()}” here</h1>
          <p>
            It may be spelled differently, or this session may not read it. Choose another account
            in the bar above.
          </p>
        </section>
      </Match>
      <Match when={view.firstAccount.latest()?.length === 0}>
        <section class="column empty-page">
          <h1>No account has used anything yet</h1>
          <p>
            Send the first usage event to <code>POST /v1/events</code>: its account appears here by
            itself.
          </p>
        </section>
      </Match>
      <Match when={view.accountId() === undefined && view.firstAccount.problem()}>
        <section class="column empty-page">
          <h1>Usage</h1>
          <SectionProblem read={view.firstAccount} what="The accounts" />
        </section>
      </Match>
    </Switch>
  )
}
