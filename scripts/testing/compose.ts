/** `docker-compose.yml` as Docker Compose reads it, as far as tests ask. */
import { parse } from "yaml"
import { readDocument } from "./documents.ts"

export interface ComposeService {
  readonly image: string
  readonly build?: string
  readonly profiles?: ReadonlyArray<string>
  readonly command?: ReadonlyArray<string>
  readonly healthcheck?: { readonly test: ReadonlyArray<string> }
  readonly environment: Readonly<Record<string, string | number>>
  readonly ports?: ReadonlyArray<string>
  readonly volumes?: ReadonlyArray<string>
  readonly configs?: ReadonlyArray<{ readonly source: string; readonly target: string }>
  readonly secrets?: ReadonlyArray<string>
  /** A list of names, or a table by name. */
  readonly networks?: ReadonlyArray<string> | Readonly<Record<string, unknown>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly deploy?: { readonly replicas: number }
  readonly stop_grace_period?: string
  readonly cap_drop?: ReadonlyArray<string>
  readonly security_opt?: ReadonlyArray<string>
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly networks: Readonly<Record<string, unknown>>
  readonly configs: Readonly<
    Record<string, { readonly content?: string; readonly file?: string } | undefined>
  >
  readonly secrets: Readonly<Record<string, { readonly environment: string }>>
}

export const composeText = readDocument("docker-compose.yml")
export const compose: Compose = parse(composeText, { merge: true })

export const networksOf = ({ networks = ["default"] }: ComposeService): ReadonlyArray<string> =>
  Array.isArray(networks) ? networks : Object.keys(networks)
