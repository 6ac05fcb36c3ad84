/** What this browser prefers, and the zone of the days, which belongs to the address. */
import { For, type JSX, Show } from "solid-js"
import { weekday } from "../format-date.ts"
import { chooseLanguage, chosenLanguage, languages } from "../language.ts"
import { chooseDensity, densities, density } from "../ledger-columns.ts"
import { chooseLive, liveOn } from "../live-choice.ts"
import { chooseNumberStyle, numberStyle, numberStyles } from "../locale.ts"
import { settingsWords } from "../messages/settings.ts"
import { m } from "../messages.ts"
import { chooseShortcuts, shortcutsOn } from "../shortcuts.ts"
import { chooseTheme, theme, themes } from "../theme.ts"
import { chooseWeekStart, weekStart, weekStarts } from "../week-start.ts"
import { Modal } from "./Modal.tsx"
import { Choice, ZoneChoice } from "./ScopeBar.tsx"

const said = () => settingsWords()

export function SettingsDialog(props: { readonly onClose: () => void }) {
  return (
    <Modal title={said().title} onClose={props.onClose}>
      <div class="settings">
        <Radios
          legend={m().shell.menu.theme}
          name="setting-theme"
          choices={themes.map((each) => [each, m().shell.menu.themes[each]] as const)}
          chosen={theme()}
          onChoose={chooseTheme}
        />
        <Radios
          legend={said().density}
          name="setting-density"
          choices={densities.map((each) => [each, m().ledger[each]] as const)}
          chosen={density()}
          onChoose={chooseDensity}
        />
        <Row label={said().language}>
          <Choice
            label={said().language}
            value={chosenLanguage() ?? ""}
            onChoose={(name) => void chooseLanguage(name)}
          >
            <option value="" selected={chosenLanguage() === undefined}>
              {said().likeBrowser}
            </option>
            <For each={Object.entries(languages)}>
              {([tag, name]) => (
                <option value={tag} lang={tag} selected={tag === chosenLanguage()}>
                  {name}
                </option>
              )}
            </For>
          </Choice>
        </Row>
        <Row label={said().numbers}>
          <Choice label={said().numbers} value={numberStyle() ?? ""} onChoose={chooseNumberStyle}>
            <option value="" selected={numberStyle() === undefined}>
              {said().likeLanguage}
            </option>
            <For each={Object.entries(numberStyles)}>
              {([style, tag]) => (
                <option value={style} selected={style === numberStyle()}>
                  {new Intl.NumberFormat(tag, { minimumFractionDigits: 1 }).format(12480.5)}
                </option>
              )}
            </For>
          </Choice>
        </Row>
        <Row label={said().week}>
          <Choice label={said().week} value={weekStart() ?? ""} onChoose={chooseWeekStart}>
            <option value="" selected={weekStart() === undefined}>
              {said().likeBrowser}
            </option>
            <For each={Object.entries(weekStarts)}>
              {([name, place]) => (
                <option value={name} selected={name === weekStart()}>
                  {weekday(`2024-01-0${place + 1}`)}
                </option>
              )}
            </For>
          </Choice>
        </Row>
        <Row label={said().zone} note={said().zoneNote}>
          <ZoneChoice />
        </Row>
        <label class="setting-check">
          <input
            type="checkbox"
            checked={shortcutsOn()}
            onChange={(event) => chooseShortcuts(event.currentTarget.checked)}
          />
          {said().shortcuts}
        </label>
        <label class="setting-check">
          <input
            type="checkbox"
            checked={liveOn()}
            onChange={(event) => chooseLive(event.currentTarget.checked)}
          />
          {said().live}
        </label>
        <p class="note settings-kept">{said().kept}</p>
      </div>
    </Modal>
  )
}

function Row(props: {
  readonly label: string
  readonly note?: string
  readonly children: JSX.Element
}) {
  return (
    <div class="setting">
      <p aria-hidden="true">{props.label}</p>
      {props.children}
      <Show when={props.note}>
        <p class="note">{props.note}</p>
      </Show>
    </div>
  )
}

function Radios<const A extends string>(props: {
  readonly legend: string
  readonly name: string
  readonly choices: ReadonlyArray<readonly [A, string]>
  readonly chosen: A
  readonly onChoose: (chosen: A) => void
}) {
  return (
    <fieldset class="choices">
      <legend>{props.legend}</legend>
      <For each={props.choices}>
        {([choice, text]) => (
          <label>
            <input
              type="radio"
              name={props.name}
              checked={props.chosen === choice}
              onChange={() => props.onChoose(choice)}
            />
            {text}
          </label>
        )}
      </For>
    </fieldset>
  )
}
