import { Show } from "solid-js"
import { render } from "solid-js/web"
import { App } from "./App.tsx"
import { embedded } from "./embedded.ts"
import { language, startLanguage } from "./language.ts"
import { inTurn } from "./turns.ts"
import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/controls.css"
import "./styles/shell.css"
import "./styles/panels.css"
import "./styles/page.css"
import "./styles/range.css"
import "./styles/figures.css"
import "./styles/pace-bar.css"
import "./styles/chart.css"
import "./styles/sums.css"
import "./styles/breakdown.css"
import "./styles/ledger.css"
import "./styles/ledger-list.css"
import "./styles/print.css"

const host = document.getElementById("app")
if (host === null) throw new Error("index.html has no element #app")
await startLanguage()
const Page = embedded ? (await import("./embed/EmbedPage.tsx")).startEmbed() : App
// Another language makes the page anew: the address says what is on it.
const show = () =>
  render(
    () => (
      <Show when={language()} keyed>
        <Page />
      </Show>
    ),
    host,
  )
// All these modules have just been read: the page is made in a task of its own.
inTurn(show)
