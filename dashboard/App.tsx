import { Navigate, Route, Router } from "@solidjs/router"
import { Shell } from "./components/Shell.tsx"
import { HistoryScreen } from "./screens/HistoryScreen.tsx"
import { NotFoundScreen } from "./screens/NotFoundScreen.tsx"
import { UsageScreen } from "./screens/UsageScreen.tsx"

export function App() {
  return (
    <Router root={Shell}>
      <Route path="/" component={ToUsage} />
      <Route path="/usage" component={UsageScreen} />
      <Route path="/usage/history" component={HistoryScreen} />
      <Route path="*" component={NotFoundScreen} />
    </Router>
  )
}

const ToUsage = () => <Navigate href={({ location }) => `/usage${location.search}`} />
