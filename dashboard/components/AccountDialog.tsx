/** An account's settings: all of them, each with what is wrong with it beside it. */
import { createSignal, For, type JSX, Show } from "solid-js"
import type { AccountSummary } from "#api/contract.ts"
import { createForm } from "../create-form.ts"
import { type AccountSettings, deskClient } from "../desk-client.ts"
import { exactCredits, readNumber } from "../format-number.ts"
import { accountsWords } from "../messages/accounts.ts"
import { type FieldIds, FormField } from "./FormField.tsx"
import { FormFoot } from "./FormFoot.tsx"
import { Modal } from "./Modal.tsx"

const said = () => accountsWords().form

/** As they are typed. */
const fields = [
  "name",
  "time_zone",
  "plan",
  "allowance",
  "period_anchor_day",
  "low_balance_mark",
  "about",
] as const
type Field = (typeof fields)[number]
type Typed = Record<Field, string>

const typedOf = (account: AccountSummary | "new"): Typed => {
  if (account === "new")
    return {
      ...{ name: "", time_zone: "UTC", plan: "", allowance: "" },
      ...{ period_anchor_day: "1", low_balance_mark: "", about: "" },
    }
  const shown = (value: string | null) => (value === null ? "" : exactCredits(value))
  return {
    name: account.name,
    time_zone: account.time_zone,
    plan: account.plan ?? "",
    allowance: shown(account.allowance),
    period_anchor_day: String(account.period_anchor_day),
    low_balance_mark: shown(account.low_balance_mark),
    about: account.about ?? "",
  }
}

const settingsOf = (typed: Typed): AccountSettings => {
  const textOrNull = (text: string) => (text.trim() === "" ? null : text.trim())
  // What is no number is sent as it is, and refused by its name.
  const decimalOrNull = (text: string) =>
    text.trim() === "" ? null : readNumber(text).replace("−", "-")
  return {
    name: typed.name.trim(),
    time_zone: typed.time_zone.trim(),
    plan: textOrNull(typed.plan),
    allowance: decimalOrNull(typed.allowance),
    period_anchor_day: Number(typed.period_anchor_day),
    low_balance_mark: decimalOrNull(typed.low_balance_mark),
    about: textOrNull(typed.about),
  }
}

export function AccountDialog(props: {
  readonly account: AccountSummary | "new"
  readonly onSaved: (account: string, name: string) => void
  readonly onClose: () => void
}) {
  const form = createForm()
  const typed = typedOf(props.account)
  const [id, setId] = createSignal("")
  const account = () => (props.account === "new" ? id().trim() : props.account.account)
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const [name, settings] = [account(), settingsOf(typed)]
    if (name === "") return form.refuse("account", said().noId)
    void form.send(async () => {
      await deskClient.putAccount(name, settings)
      props.onSaved(name, settings.name)
    })
  }
  const input =
    (field: Field, more: JSX.InputHTMLAttributes<HTMLInputElement> = {}) =>
    (ids: FieldIds) => (
      <input
        {...ids}
        class="control field"
        value={typed[field]}
        autocomplete="off"
        {...more}
        onInput={(event) => {
          typed[field] = event.currentTarget.value
        }}
      />
    )
  return (
    <Modal
      title={props.account === "new" ? said().add : said().edit(props.account.account)}
      onClose={props.onClose}
    >
      <form class="desk-form" novalidate onSubmit={save}>
        <Show when={props.account === "new"}>
          <FormField
            label={said().account}
            note={said().accountNote}
            problem={form.wrong("account")}
            class="wide"
          >
            {(ids) => (
              <input
                {...ids}
                class="control field"
                maxlength={128}
                autofocus
                onInput={(event) => setId(event.currentTarget.value)}
              />
            )}
          </FormField>
        </Show>
        <FormField label={said().name} problem={form.wrong("name")}>
          {input("name", { maxlength: 256, autofocus: props.account !== "new" })}
        </FormField>
        <FormField label={said().plan} note={said().optional} problem={form.wrong("plan")}>
          {input("plan", { maxlength: 128 })}
        </FormField>
        <FormField label={said().zone} note={said().zoneNote} problem={form.wrong("time_zone")}>
          {input("time_zone", { list: "desk-zones" })}
        </FormField>
        <FormField
          label={said().anchor}
          note={said().anchorNote}
          problem={form.wrong("period_anchor_day")}
        >
          {input("period_anchor_day", { inputmode: "numeric", maxlength: 2 })}
        </FormField>
        <FormField
          label={said().allowance}
          note={said().allowanceNote}
          problem={form.wrong("allowance")}
        >
          {input("allowance", { inputmode: "decimal", maxlength: 32 })}
        </FormField>
        <FormField
          label={said().mark}
          note={said().markNote}
          problem={form.wrong("low_balance_mark")}
        >
          {input("low_balance_mark", { inputmode: "decimal", maxlength: 32 })}
        </FormField>
        <FormField
          label={said().about}
          note={said().aboutNote}
          problem={form.wrong("about")}
          class="wide"
        >
          {input("about", { maxlength: 1024 })}
        </FormField>
        <datalist id="desk-zones">
          <For each={Intl.supportedValuesOf("timeZone")}>{(zone) => <option value={zone} />}</For>
        </datalist>
        <FormFoot
          form={form}
          cancel={said().cancel}
          submit={said().save}
          onClose={() => props.onClose()}
        />
      </form>
    </Modal>
  )
}
