/** A table of facts: a row header, then figures at the end of their columns or words at the start. */
import { For, type JSX } from "solid-js"

export interface FactColumn<A> {
  readonly title: string
  readonly cell: (row: A) => JSX.Element
  /** Words, not figures. */
  readonly start?: true
  readonly class?: string
}

export function FactTable<A>(props: {
  /** Also what the region is called that scrolls. */
  readonly caption: string
  readonly shownCaption?: true
  /** The first is the row's header. */
  readonly columns: ReadonlyArray<FactColumn<A>>
  readonly rows: ReadonlyArray<A>
  readonly class?: string
  /** For tests and links: the row's key, as `data-row`. */
  readonly keyOf?: (row: A) => string
  /** A last row that sums up. */
  readonly foot?: JSX.Element
}) {
  const classOf = ({ start, class: name }: FactColumn<A>) =>
    [start ? "start" : "", name ?? ""].filter((part) => part !== "").join(" ") || undefined
  return (
    <section class="table-region" tabindex="0" aria-label={props.caption}>
      <table class={`operations-table ${props.class ?? ""}`}>
        <caption class={props.shownCaption ? undefined : "visually-hidden"}>
          {props.caption}
        </caption>
        <thead>
          <tr>
            <For each={props.columns}>
              {(column) => (
                <th scope="col" class={classOf(column)}>
                  {column.title}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr data-row={props.keyOf?.(row)}>
                <For each={props.columns}>
                  {(column, i) =>
                    i() === 0 ? (
                      <th scope="row" class={classOf(column)}>
                        {column.cell(row)}
                      </th>
                    ) : (
                      <td class={classOf(column)}>{column.cell(row)}</td>
                    )
                  }
                </For>
              </tr>
            )}
          </For>
        </tbody>
        {props.foot}
      </table>
    </section>
  )
}
