/** What was given up of the log: the one reason why figures may lack an event. */
import { For, Show } from "solid-js"
import type { Read } from "../create-read.ts"
import { timestamp } from "../format-date.ts"
import { operationsWords } from "../messages/operations.ts"
import type { Gaps } from "../operations-client.ts"
import { OperationsSection } from "./OperationsSection.tsx"

const said = () => operationsWords().gaps

export const GapsSection = (props: { readonly read: Read<Gaps> }) => (
  <OperationsSection title={said().title} what={said().what} read={props.read}>
    {(answer) => (
      <Show when={answer().gaps.length > 0} fallback={<p class="note">{said().none}</p>}>
        <section class="table-region" tabindex="0" aria-label={said().caption}>
          <table class="operations-table">
            <caption class="visually-hidden">{said().caption}</caption>
            <thead>
              <tr>
                <th scope="col">{said().topic}</th>
                <th scope="col">{said().partition}</th>
                <th scope="col">{said().offsets}</th>
                <th scope="col">{said().when}</th>
              </tr>
            </thead>
            <tbody>
              <For each={answer().gaps}>
                {(gap) => (
                  <tr>
                    <th scope="row">{gap.topic}</th>
                    <td>{gap.partition}</td>
                    <td>
                      {gap.first}–{gap.last ?? said().unknown}
                    </td>
                    <td>{timestamp(gap.given_up_at, "UTC")}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </Show>
    )}
  </OperationsSection>
)
