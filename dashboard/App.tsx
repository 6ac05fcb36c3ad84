import { Navigate, Route, Router } from "@solidjs/router"
import { lazy } from "solid-js"
import { Shell } from "./components/Shell.tsx"
import { NotFoundScreen } from "./screens/NotFoundScreen.tsx"
import { UsageScreen } from "./screens/UsageScreen.tsx"
import { EXPLORE, OPERATIONS } from "./state-change.ts"

// What only History shows comes with it, not with the first screen.
const HistoryScreen = lazy(() =>
  import("./screens/HistoryScreen.tsx").then((code) => ({ default: code.HistoryScreen })),
)

const ExploreScreen = lazy(() =>
  import("./screens/ExploreScreen.tsx").then((code) => ({ default: code.ExploreScreen })),
)

const OperationsScreen = lazy(() =>
  import("./screens/OperationsScreen.tsx").then((code) => ({ default: code.OperationsScreen })),
)

const AccountsScreen = lazy(() =>
  import("./screens/AccountsScreen.tsx").then((code) => ({ default: code.AccountsScreen })),
)

const ExportsScreen = lazy(() =>
  import("./screens/ExportsScreen.tsx").then((code) => ({ default: code.ExportsScreen })),
)

const KeysScreen = lazy(() =>
  import("./screens/KeysScreen.tsx").then((code) => ({ default: code.KeysScreen })),
)

export function App() {
  return (
    <Router root={Shell}>
      <Route path="/" component={ToUsage} />
      <Route path="/usage" component={UsageScreen} />
      <Route path="/usage/history" component={HistoryScreen} />
      <Route path={EXPLORE} component={ExploreScreen} />
      <Route path="/accounts" component={AccountsScreen} />
      <Route path="/keys" component={KeysScreen} />
      <Route path="/exports" component={ExportsScreen} />
      <Route path={OPERATIONS} component={OperationsScreen} />
      <Route path="*" component={NotFoundScreen} />
    </Router>
  )
}

const ToUsage = () => <Navigate href={({ location }) => `/usage${location.search}`} />
