import { parseArgs } from "node:util"

export interface KafkaArguments {
  readonly port: number
  readonly dir: string
}

export const kafkaUsage = `npm run kafka -- [--port PORT] [--dir FOLDER]
  --port  where it listens on 127.0.0.1; 0 takes a free port (default: KAFKA_PORT or 9092)
  --dir   where it keeps its data (default: .cache/kafka-data)`

/** Reads the command line, "help" when it asks for that. Throws an Error naming what is wrong. */
export const kafkaArguments = (args: ReadonlyArray<string>): KafkaArguments | "help" => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "9092" },
      dir: { type: "string", default: ".cache/kafka-data" },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) return "help"
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new Error(`port (--port, KAFKA_PORT) must be 0 to 65535, not "${values.port}"`)
  if (values.dir === "") throw new Error("--dir must name a folder")
  return { port: Number(values.port), dir: values.dir }
}
