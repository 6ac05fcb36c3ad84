import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { DCLinter } from "dclint"
import { parse } from "yaml"
import { type ComposeService, compose, composeText, networksOf } from "./scripts/testing/compose.ts"
import { readDocument } from "./scripts/testing/documents.ts"

const OFF = 0
const ERROR = 2
const linter = new DCLinter({
  rules: {
    // Services, keys and anchors stand in the order in which one reads them, not in that of letters.
    "service-keys-order": OFF,
    "services-alphabetical-order": OFF,
    "service-dependencies-alphabetical-order": OFF,
    "top-level-properties-order": OFF,
    // Volumes of names with a colon in a list in brackets need them.
    "no-quotes-in-volumes": OFF,
    "require-quotes-in-ports": [ERROR, { quoteType: "double" }],
    "no-duplicate-exported-ports": ERROR,
    "no-unbound-port-interfaces": ERROR,
    "service-image-require-explicit-tag": ERROR,
  },
  quiet: true,
  debug: false,
  exclude: [],
})

interface Finding {
  readonly rule: string
  readonly message: string
  readonly line: number
}

/** What the linter says of such a file: the Compose schema first, then its rules. */
const lint = (text: string): ReadonlyArray<string> => {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-compose-"))
  try {
    writeFileSync(join(folder, "docker-compose.yml"), text)
    const [result] = linter.lintFiles([folder], false)
    const messages: ReadonlyArray<Finding> = result?.messages ?? []
    assert.isDefined(result)
    return messages.map(({ rule, message, line }) => `${rule}, line ${line}: ${message}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe("docker-compose.yml", () => {
  it("is a file that Compose takes, and the linter finds nothing in it", () => {
    assert.deepStrictEqual(lint(composeText), [])
  })

  it.each([
    ["invalid-yaml", /^name: tidemark$/m, "name: [tidemark"],
    ["invalid-schema", /^name: tidemark$/m, "name: tidemark\nservice: {}"],
    ["invalid-schema", /condition: service_healthy/, "condition: service_well"],
    ["invalid-schema", /cap_drop: \[ALL\]/, "cap_drop: ALL"],
    ["invalid-schema", /deploy: \{ replicas: 2 \}/, "deploy: { copies: 2 }"],
    ["no-unbound-port-interfaces", /"127\.0\.0\.1:4001:4000"/, '"4001:4000"'],
    ["no-duplicate-exported-ports", /"127\.0\.0\.1:4001:/, '"127.0.0.1:9094:'],
    ["service-image-require-explicit-tag", /image: apache\/kafka:4\.3\.1/g, "image: apache/kafka"],
  ])("would be refused with %s", (rule, sound, broken) => {
    const text = composeText.replace(sound, broken)
    assert.notStrictEqual(text, composeText)
    assert.include(lint(text).join("\n"), rule)
  })
})

const services = Object.entries(compose.services)
const isOwn = ({ build }: ComposeService) => build !== undefined

describe("each service", () => {
  it.each(services)("%s has its health checked", (_, { healthcheck }) => {
    assert.strictEqual(healthcheck?.test[0], "CMD")
    // Unquoted, a colon in a command makes a mapping of it.
    for (const word of healthcheck?.test ?? []) assert.typeOf(word, "string")
  })

  it.each(services)("%s has its version pinned", (_, service) => {
    assert.match(service.image, /:v?\d+\.\d+\.\d+(\.\d+)?$/)
    if (isOwn(service))
      assert.match(readDocument("Dockerfile"), /^FROM node:24\.\d+\.\d+-[a-z]+-slim$/m)
  })

  it.each(services)("%s has time to stop", (_, { stop_grace_period }) => {
    // A drain takes five seconds at most, a broker or a server longer.
    assert.isAtLeast(Number.parseInt(stop_grace_period ?? "0", 10), 10)
  })

  it.each(services)("%s is published on this machine only", (_, { ports = [] }) => {
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:/)
  })

  it.each(services.filter(([, service]) => isOwn(service) || service.profiles !== undefined))(
    "%s has no rights that it does not need",
    (_, { cap_drop, security_opt }) => {
      assert.deepStrictEqual(cap_drop, ["ALL"])
      assert.deepStrictEqual(security_opt, ["no-new-privileges:true"])
    },
  )

  it.each(services.filter(([, { command }]) => command?.[2] !== "ingest"))(
    "%s keeps its data in a named volume",
    (_, { volumes = [] }) => {
      assert.isNotEmpty(volumes)
    },
  )

  it.each(services)("%s shares its folder with nobody", (_, { deploy, volumes = [] }) => {
    if ((deploy?.replicas ?? 1) > 1) assert.isEmpty(volumes)
    const all = services.flatMap(([, service]) => service.volumes ?? [])
    for (const volume of volumes)
      assert.lengthOf(
        all.filter((other) => other.split(":")[0] === volume.split(":")[0]),
        1,
      )
  })
})

const started = {
  "without a profile": services.filter(([, { profiles }]) => profiles === undefined),
  "of the profile cluster": services.filter(([, { profiles }]) => profiles?.includes("cluster")),
}

describe.each(Object.entries(started))("the services %s", (_, active) => {
  const names = active.map(([name]) => name)
  const tables = active.map(([, service]) => service)

  it("wait for services that are started too, until these are well", () => {
    for (const { depends_on = {} } of tables)
      for (const [name, { condition }] of Object.entries(depends_on)) {
        assert.include(names, name)
        assert.strictEqual(condition, "service_healthy")
      }
  })

  it("name hosts that are started too, in the same network", () => {
    for (const service of tables.filter(isOwn)) {
      const { KAFKA_BROKERS, CLICKHOUSE_URL } = service.environment
      const hosts = `${KAFKA_BROKERS}`.split(",").map((broker) => broker.split(":")[0] ?? "")
      hosts.push(new URL(`${CLICKHOUSE_URL}`).hostname)
      for (const host of hosts) {
        const found = active.filter(
          ([name, other]) =>
            name === host || JSON.stringify(other.networks ?? {}).includes(`"${host}"`),
        )
        assert.isNotEmpty(found, host)
        for (const [name, other] of found) {
          assert.isTrue(
            networksOf(other).some((network) => networksOf(service).includes(network)),
            name,
          )
          assert.property(service.depends_on, name)
        }
      }
    }
  })

  it("run the commands of package.json, one of them several times over", () => {
    const scripts = JSON.parse(readDocument("package.json")).scripts
    const own = tables.filter(isOwn)
    assert.sameMembers(
      own.map(({ command }) => command?.join(" ")),
      ["npm run ingest", "npm run api"],
    )
    for (const { command } of own) assert.property(scripts, `${command?.[2]}`)
    const workers = own.find(({ command }) => command?.[2] === "ingest")
    assert.isAbove(workers?.deploy?.replicas ?? 1, 1)
  })
})

describe("what the services name", () => {
  const all = services.map(([, service]) => service)

  it("is all there, and nothing else is", () => {
    const named = {
      volumes: all.flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(":")[0])),
      networks: all.flatMap(networksOf),
      configs: all.flatMap(({ configs = [] }) => configs.map(({ source }) => source)),
      secrets: all.flatMap(({ secrets = [] }) => secrets),
    }
    for (const [kind, names] of Object.entries(named))
      assert.sameMembers(
        [...new Set(names)],
        Object.keys(compose[kind as keyof typeof named]),
        kind,
      )
  })

  it("is a password nowhere, but the variable that holds it", () => {
    for (const { environment } of all)
      for (const [name, value] of Object.entries(environment))
        if (/(PASSWORD|SECRET|(^|_)KEY)$/.test(name))
          assert.match(`${value}`, /^\$\{[A-Z_]+(:\?.+|:-)\}$/)
    for (const config of Object.values(compose.configs))
      for (const [element] of (config?.content ?? "").matchAll(/<(password|secret)\b[^>]*>/g))
        assert.match(element, /from_env="[A-Z_]+"\/>$/)
    assert.include(composeText, "${CLICKHOUSE_PASSWORD:?")
  })

  it("is no variable that .env.example does not explain", () => {
    const example = [...readDocument(".env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, n]) => n)
    const named = [...composeText.matchAll(/\$\{?([A-Z_]+)/g)].map(([, name]) => name)
    named.push(...Object.values(compose.secrets).map(({ environment }) => environment))
    assert.isNotEmpty(named)
    for (const name of named) assert.include(example, name)
  })
})

describe("Prometheus and Grafana", () => {
  const { prometheus, grafana } = compose.services
  const fileAt = (service: ComposeService | undefined, target: string) => {
    const source = service?.configs?.find((config) => config.target === target)?.source ?? ""
    return readDocument(compose.configs[source]?.file ?? source)
  }

  it("ask every API process with a key of their own, and read the alert rules", () => {
    const settings = parse(fileAt(prometheus, "/etc/prometheus/prometheus.yml"))
    const [scraped] = settings.scrape_configs
    const [, key] = /^\/run\/secrets\/(.+)$/.exec(scraped.authorization.credentials_file) ?? []
    assert.include(prometheus?.secrets ?? [], `${key}`)
    const [{ names, port }] = scraped.dns_sd_configs
    const apis = services.filter(([, { command }]) => command?.[2] === "api")
    assert.sameMembers(
      names,
      apis.map(([name]) => name),
    )
    for (const [, api] of apis) {
      assert.include(api.ports?.join(), `:${port}`)
      assert.include(networksOf(api), "default")
    }
    for (const file of settings.rule_files)
      assert.strictEqual(fileAt(prometheus, file), readDocument("docs/monitoring/alerts.yml"))
  })

  it("show the dashboard with these figures from the start", () => {
    const [source] = parse(
      fileAt(grafana, "/etc/grafana/provisioning/datasources/tidemark.yml"),
    ).datasources
    assert.strictEqual(new URL(source.url).hostname, "prometheus")
    const [folder] = parse(
      fileAt(grafana, "/etc/grafana/provisioning/dashboards/tidemark.yml"),
    ).providers
    const home = `${grafana?.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH}`
    assert.isTrue(home.startsWith(`${folder.options.path}/`))
    assert.strictEqual(
      fileAt(grafana, home),
      readDocument("docs/monitoring/grafana-dashboard.json"),
    )
    const [, password] =
      /^\/run\/secrets\/(.+)$/.exec(`${grafana?.environment.GF_SECURITY_ADMIN_PASSWORD__FILE}`) ??
      []
    assert.include(grafana?.secrets ?? [], `${password}`)
  })
})

describe("the broker that stands alone", () => {
  it("has a server, workers and an API beside it", () => {
    const names = started["without a profile"].map(([name]) => name)
    assert.sameMembers(names, ["kafka", "clickhouse", "ingest", "api"])
  })

  it("is beside a ClickHouse server that keeps deduplicated inserts", () => {
    for (const [name, { image }] of services.filter(([name]) => name.startsWith("clickhouse"))) {
      const tag = image.split(":")[1] ?? ""
      assert.isAtLeast(tag.localeCompare("26.7.3.9", undefined, { numeric: true }), 0, name)
    }
  })
})

describe("the brokers of the cluster", () => {
  const brokers = services.filter(([name]) => /^kafka-\d$/.test(name))
  const each = (variable: string) => brokers.map(([, { environment }]) => environment[variable])

  it("are three, each with an id and an address of its own, that elect among all", () => {
    assert.deepStrictEqual(each("KAFKA_NODE_ID"), [1, 2, 3])
    const voters = brokers.map(([name], i) => `${i + 1}@${name}:9093`).join(",")
    for (const [name, { environment }] of brokers) {
      assert.strictEqual(environment.KAFKA_ADVERTISED_LISTENERS, `INTERNAL://${name}:9092`)
      assert.strictEqual(environment.KAFKA_CONTROLLER_QUORUM_VOTERS, voters)
    }
  })

  it("keep everything three times, and acknowledge what two have", () => {
    for (const kind of [
      "DEFAULT_REPLICATION_FACTOR",
      "OFFSETS_TOPIC_REPLICATION_FACTOR",
      "TRANSACTION_STATE_LOG_REPLICATION_FACTOR",
    ])
      assert.deepStrictEqual(each(`KAFKA_${kind}`), [3, 3, 3])
    for (const kind of ["MIN_INSYNC_REPLICAS", "TRANSACTION_STATE_LOG_MIN_ISR"])
      assert.deepStrictEqual(each(`KAFKA_${kind}`), [2, 2, 2])
  })
})

/** Texts of all elements of this name, in XML of which every element is closed. */
const elements = (xml: string, name: string): ReadonlyArray<string> => {
  const open: string[] = []
  for (const [, closing, tag, empty] of xml.matchAll(/<(\/?)([a-z_]+)[^>]*?(\/?)>/g))
    if (closing === "/") assert.strictEqual(open.pop(), tag)
    else if (empty === "") open.push(`${tag}`)
  assert.isEmpty(open)
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(
    ([, text]) => `${text}`,
  )
}

describe("the servers of the cluster", () => {
  const replicas = services.filter(([name]) => /^clickhouse-\d-\d$/.test(name))
  const keepers = services.filter(([name]) => /^keeper-\d$/.test(name))
  const content = (name: string) => compose.configs[name]?.content ?? ""

  it("are two shards of two replicas, named by their macros", () => {
    const places = replicas.map(([name, { environment }]) => [
      name,
      `clickhouse-${environment.SHARD}-${environment.REPLICA}`,
      environment.NODE,
    ])
    assert.lengthOf(places, 4)
    for (const [name, byMacros, node] of places)
      assert.deepStrictEqual([byMacros, node], [name, name])
  })

  it("ask each other and an odd number of Keepers, by the names of the services", () => {
    assert.deepStrictEqual(elements(content("clickhouse"), "host"), [
      ...keepers.map(([name]) => name),
      ...replicas.map(([name]) => name),
    ])
    assert.deepStrictEqual(
      elements(content("keeper"), "hostname"),
      keepers.map(([name]) => name),
    )
    assert.strictEqual(keepers.length % 2, 1)
    assert.deepStrictEqual(
      keepers.map(([, { environment }]) => `${environment.KEEPER_ID}`),
      elements(content("keeper"), "id"),
    )
  })
})
