import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { parse } from "yaml"

const read = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8")

interface Service {
  readonly image: string
  readonly build?: string
  readonly command?: ReadonlyArray<string>
  readonly healthcheck?: { readonly test: ReadonlyArray<string> }
  readonly environment: Readonly<Record<string, string | number>>
  readonly ports?: ReadonlyArray<string>
  readonly volumes: ReadonlyArray<string>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}

const text = read("docker-compose.yml")
const compose: {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
} = parse(text, { merge: true })
const services = Object.entries(compose.services)
const example = new Set(
  read(".env.example")
    .split("\n")
    .map((line) => /^([A-Z_]+)=/.exec(line)?.[1]),
)

describe("docker-compose.yml", () => {
  it("has a broker, a server, a worker and an API", () => {
    assert.sameMembers(Object.keys(compose.services), ["kafka", "clickhouse", "ingest", "api"])
  })

  it.each(services)("checks the health of %s", (_, { healthcheck }) => {
    assert.strictEqual(healthcheck?.test[0], "CMD")
    // Unquoted, a colon in a command makes a mapping of it.
    for (const word of healthcheck?.test ?? []) assert.typeOf(word, "string")
  })

  it.each(services)("pins the version of %s", (_, { image, build }) => {
    assert.match(image, /:\d+\.\d+\.\d+(\.\d+)?$/)
    if (build !== undefined)
      assert.match(read("Dockerfile"), /^FROM node:24\.\d+\.\d+-[a-z]+-slim$/m)
  })

  it("asks for a ClickHouse server that keeps deduplicated inserts", () => {
    const tag = compose.services.clickhouse?.image.split(":")[1] ?? ""
    assert.isAtLeast("26.7.3.9".localeCompare(tag, undefined, { numeric: true }) * -1, 0)
  })

  it.each(services)("keeps the data of %s in a named volume", (_, { volumes }) => {
    for (const volume of volumes) assert.property(compose.volumes, volume.split(":")[0] as string)
    assert.isNotEmpty(volumes)
  })

  it.each(services)("publishes %s on this machine only", (_, { ports = [] }) => {
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:/)
  })

  it("knows no password, and asks for the one it needs", () => {
    for (const [, { environment }] of services)
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|KEY$/.test(name)) assert.match(`${value}`, /^\$\{[A-Z_]+(:\?.+|:-)\}$/)
    assert.include(text, "${CLICKHOUSE_PASSWORD:?")
  })

  it("names no variable that .env.example does not explain", () => {
    const named = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name)
    assert.isNotEmpty(named)
    for (const name of named) assert.include(example, name)
  })

  it.each(["ingest", "api"])("starts %s when broker and server are healthy", (name) => {
    const { depends_on, command } = compose.services[name] as Service
    assert.deepStrictEqual(depends_on, {
      kafka: { condition: "service_healthy" },
      clickhouse: { condition: "service_healthy" },
    })
    assert.deepStrictEqual(command, ["npm", "run", name])
    assert.property(JSON.parse(read("package.json")).scripts, name)
  })
})
