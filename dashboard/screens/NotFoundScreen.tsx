import { useView } from "../view.ts"

export function NotFoundScreen() {
  const view = useView()
  return (
    <section class="column empty-page">
      <h1>There is no such page</h1>
      <p>
        <a href={view.href("/usage", {})}>Go to Usage</a>
      </p>
    </section>
  )
}
