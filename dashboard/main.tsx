import { render } from "solid-js/web"
import { App } from "./App.tsx"
import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/shell.css"
import "./styles/page.css"
import "./styles/figures.css"
import "./styles/chart.css"
import "./styles/ledger.css"

const host = document.getElementById("app")
if (host === null) throw new Error("index.html has no element #app")
render(() => <App />, host)
