import { m } from "../messages.ts"
import { useView } from "../view.ts"

export function NotFoundScreen() {
  const view = useView()
  return (
    <section class="column empty-page">
      <h1>{m().shell.notFound}</h1>
      <p>
        <a href={view.href("/usage", {})}>{m().shell.toUsage}</a>
      </p>
    </section>
  )
}
