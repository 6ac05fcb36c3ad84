/** What became of a file: complete or not, changed or not, and whether its totals still hold. */
import { For, type JSX, onMount, Show } from "solid-js"
import type { CheckedFile } from "../check-file.ts"
import { accountName, daysOfManifest, reportName } from "../export-words.ts"
import { columnCredits, columnDigits, count } from "../format-number.ts"
import { exportsWords } from "../messages/exports.ts"
import { useView } from "../view.ts"
import { Cross, Tick } from "./icons.tsx"

const said = () => exportsWords().check

export function CheckOutcome(props: {
  readonly told: CheckedFile
  readonly onAnother: () => void
}) {
  const view = useView()
  let heading!: HTMLHeadingElement
  onMount(() => heading.focus())
  const manifest = () => props.told.manifest
  const lengths = () => {
    const [has, should] = [props.told.measured.bytes, manifest().bytes]
    if (has === should) return said().complete(count(has))
    return has < should
      ? said().cut(count(has), count(should))
      : said().long(count(has), count(should))
  }
  return (
    <div class="check-outcome">
      <h3 ref={heading} tabindex="-1">
        {said().result(props.told.measured.name)}
      </h3>
      <p class="note">
        {[
          reportName(manifest()),
          accountName(manifest().account),
          daysOfManifest(manifest(), view.today()),
        ].join(" · ")}
      </p>
      <Show
        when={props.told.checked}
        fallback={
          <ul class="verdicts">
            <Verdict holds={false}>{said().notGenuine}</Verdict>
          </ul>
        }
      >
        {(checked) => (
          <>
            <ul class="verdicts">
              <Verdict holds>{said().genuine}</Verdict>
              <Verdict holds={checked().complete === true}>{lengths()}</Verdict>
              <Verdict holds={checked().unchanged === true}>
                {checked().unchanged === true ? said().unchanged : said().changed}
              </Verdict>
              <Verdict holds={checked().totals.hold}>
                {checked().totals.hold ? said().holds : said().differs}
              </Verdict>
            </ul>
            <Sums inFile={manifest().sums} now={checked().totals.sums} />
          </>
        )}
      </Show>
      <button type="button" class="control" onClick={() => props.onAnother()}>
        {said().another}
      </button>
    </div>
  )
}

const Verdict = (props: { readonly holds: boolean; readonly children: JSX.Element }) => (
  <li data-holds={props.holds ? "yes" : "no"}>
    <Show when={props.holds} fallback={<Cross />}>
      <Tick />
    </Show>
    <span class="visually-hidden">{props.holds ? said().yes : said().no}: </span>
    {props.children}
  </li>
)

type SumsOfFile = CheckedFile["manifest"]["sums"]
const types = ["spend", "purchase", "refund", "bonus"] as const

function Sums(props: { readonly inFile: SumsOfFile; readonly now: SumsOfFile }) {
  const digits = () => columnDigits(types.flatMap((type) => [props.inFile[type], props.now[type]]))
  const rows = () => [
    ...types.map((type) => ({
      name: exportsWords().manifest[type],
      cells: [props.inFile[type], props.now[type]].map((sum) => columnCredits(sum, digits())),
      differs: props.inFile[type] !== props.now[type],
    })),
    {
      name: said().count,
      cells: [count(props.inFile.count), count(props.now.count)],
      differs: props.inFile.count !== props.now.count,
    },
  ]
  return (
    <table class="desk-table check-sums">
      <thead>
        <tr>
          <th scope="col">{said().sum}</th>
          <th scope="col" class="end">
            {said().inFile}
          </th>
          <th scope="col" class="end">
            {said().now}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={rows()}>
          {({ name, cells, differs }) => (
            <tr classList={{ differs }}>
              <th scope="row">{name}</th>
              <For each={cells}>{(cell) => <td class="end">{cell}</td>}</For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
