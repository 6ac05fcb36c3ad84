/** Around every screen: skip links, top bar, bottom bar, and what stands in a screen's place. */
import { type RouteSectionProps, useLocation } from "@solidjs/router"
import { For, type JSX, lazy, Match, Show, Suspense, Switch } from "solid-js"
import { runAction } from "../actions.ts"
import { createPulse } from "../create-pulse.ts"
import { m } from "../messages.ts"
import { placesFor, standsAlone } from "../places.ts"
import { signedIn } from "../session.ts"
import { shortcuts } from "../shortcuts.ts"
import { createView, useView, type View, ViewProvider } from "../view.ts"
import { AccountSwitcher } from "./AccountSwitcher.tsx"
import { Freshness } from "./Freshness.tsx"
import { InTurn } from "./InTurn.tsx"
import { Search, Wordmark } from "./icons.tsx"
import { Panels } from "./Panels.tsx"
import { PlaceLink } from "./PlaceLink.tsx"
import { SectionProblem } from "./SectionProblem.tsx"
import { SessionMenu } from "./SessionMenu.tsx"
import { Shortcuts } from "./Shortcuts.tsx"

// Whoever comes signed in never sees it.
const SignIn = lazy(() => import("./SignIn.tsx").then((code) => ({ default: code.SignIn })))

const FirstEvent = lazy(() =>
  import("./FirstEvent.tsx").then((code) => ({ default: code.FirstEvent })),
)

export function Shell(props: RouteSectionProps) {
  return (
    <Show
      when={signedIn()}
      fallback={
        <Suspense>
          <SignIn />
        </Suspense>
      }
    >
      <SignedIn>{props.children}</SignedIn>
    </Show>
  )
}

/** Where what a skip link leads to stands. */
const screenOf = {
  content: "/",
  "usage-over-time": "/usage",
  activity: "/usage",
  "unusual-days": "/operations",
} as const

function SignedIn(props: { readonly children: JSX.Element }) {
  const view = createView()
  const location = useLocation()
  // What they lead to is there only where there is an account.
  const skips = () =>
    Object.entries(m().shell.skipTo).filter(
      ([place]) =>
        place === "content" ||
        (location.pathname.startsWith(screenOf[place as keyof typeof screenOf]) && !isEmpty(view)),
    )
  createPulse(view)
  return (
    <ViewProvider value={view}>
      <nav class="skip" aria-label={m().shell.skip}>
        <For each={skips()}>{([place, text]) => <PlaceLink place={place}>{text}</PlaceLink>}</For>
      </nav>
      <TopBar />
      <main id="content" tabindex="-1">
        <InTurn>
          <Place>{props.children}</Place>
        </InTurn>
      </main>
      <InTurn>
        <BottomBar />
        <Shortcuts />
        <Panels />
      </InTurn>
    </ViewProvider>
  )
}

function ScreenLinks(props: { readonly icons?: true }) {
  const view = useView()
  const location = useLocation()
  return (
    <For each={placesFor(view.session.latest()).filter(({ inMenu }) => inMenu !== true)}>
      {(screen) => (
        <a
          href={view.href(screen.path, { page: undefined, day: undefined })}
          aria-current={location.pathname === screen.path ? "page" : undefined}
        >
          <Show when={props.icons}>
            <screen.icon />
          </Show>
          {m().shell.names[screen.name]}
        </a>
      )}
    </For>
  )
}

function TopBar() {
  return (
    <header class="top-bar">
      <div class="column">
        <span class="wordmark">
          <Wordmark /> <span class="wordmark-name">Tidemark</span>
        </span>
        <nav class="screens wide-only" aria-label={m().shell.screens}>
          <ScreenLinks />
        </nav>
        <Freshness />
        <CommandButton />
        <AccountSwitcher />
        <SessionMenu />
      </div>
    </header>
  )
}

function CommandButton() {
  return (
    <button
      type="button"
      class="control command-button"
      aria-keyshortcuts="Control+K Meta+K"
      aria-haspopup="dialog"
      onClick={() => runAction("commands")}
    >
      <Search />
      <span class="command-word">{m().shell.command}</span>
      <span class="command-keys" aria-hidden="true">
        {shortcuts.page.commands}
      </span>
    </button>
  )
}

const BottomBar = () => (
  <nav class="bottom-bar narrow-only" aria-label={m().shell.screens}>
    <ScreenLinks icons />
  </nav>
)

const isEmpty = (view: View) => view.firstAccount.latest()?.length === 0

/** The screen, unless there is no account to show. */
function Place(props: { readonly children: JSX.Element }) {
  const view = useView()
  const location = useLocation()
  return (
    <Switch fallback={props.children}>
      <Match when={standsAlone(location.pathname)}>{props.children}</Match>
      <Match when={view.accountRead.problem()?.status === 404}>
        <section class="column empty-page">
          <h1>{m().shell.account.missing(view.accountId() ?? "")}</h1>
          <p>{m().shell.account.missingText}</p>
        </section>
      </Match>
      <Match when={isEmpty(view)}>
        <Suspense>
          <FirstEvent />
        </Suspense>
      </Match>
      <Match when={view.accountId() === undefined && view.firstAccount.problem()}>
        <section class="column empty-page">
          <h1>{m().shell.names.usage}</h1>
          <SectionProblem read={view.firstAccount} what={m().shell.account.what} />
        </section>
      </Match>
    </Switch>
  )
}
