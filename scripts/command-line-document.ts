/** docs/command-line.md as the program's own help says it. Started by itself it writes the file. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Command } from "commander"
import { buildProgram } from "../api/cli/program.ts"

export const COMMAND_LINE_DOCUMENT = "docs/command-line.md"

const INTRODUCTION = `# The command line

\`\`\`sh
npm run tidemark -- balance acme
\`\`\`

asks a running Tidemark over HTTP, as every other client does, and sends it events. On the machine that runs the server, in
the same folder, it needs no key: it takes the admin key from the data folder. Elsewhere, set \`TIDEMARK_URL\` and
\`TIDEMARK_KEY\`, or name a file with \`--key-file\`.

Results go to standard output; errors, and bars on long work where there is a terminal, to standard error. With \`--json\` a
list is one line of JSON for each entry, anything else one line, as [the API](../README.md#ask-what-happened) answers it;
\`ledger\` and \`accounts list\` follow pages as far as asked. A question is tried three times, within some seconds; \`send\`,
\`import\`, \`tail\` and \`rebuild\` wait half a minute for a server that starts again. Sending events once more is always safe.

Written by \`node scripts/command-line-document.ts\` from the help of each command, and held to it by a test.
`

/** The help of a command as it is printed, examples and all. */
const helpOf = (command: Command, printed: string[]): string => {
  printed.length = 0
  command.outputHelp()
  return printed.join("\n")
}

const sections = (command: Command, path: string, printed: string[]): string[] => [
  `\n## ${path}\n\n\`\`\`text\n${helpOf(command, printed)}\n\`\`\`\n`,
  ...command.commands.flatMap((one) => sections(one, `${path} ${one.name()}`, printed)),
]

export const commandLineDocument = (): string => {
  const printed: string[] = []
  const terminal = {
    out: async (text: string) => void printed.push(text),
    write: async () => {},
    error: () => {},
    progress: () => ({ at: () => {}, end: () => {} }),
  }
  const { signal } = new AbortController()
  const program = buildProgram({ terminal, environment: {}, signal }, () => {})
  // What every command takes is said once, at the top.
  const quiet = (command: Command) => {
    command.configureHelp({ showGlobalOptions: false, helpWidth: 100 })
    for (const one of command.commands) quiet(one)
  }
  quiet(program)
  return [INTRODUCTION, ...sections(program, "tidemark", printed)].join("")
}

if (import.meta.main)
  writeFileSync(join(import.meta.dirname, "..", COMMAND_LINE_DOCUMENT), commandLineDocument())
