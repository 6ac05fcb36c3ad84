/** Shell completion, written from the program itself: what it knows is what is offered. */
import type { Command } from "commander"
import { type Define, withExamples } from "./command.ts"

export const SHELLS = ["bash", "zsh", "fish"] as const
type Shell = (typeof SHELLS)[number]

/** A command with the words that may follow it. */
interface Place {
  /** `rejections list`; empty for the program. */
  readonly path: string
  readonly commands: ReadonlyArray<readonly [name: string, about: string]>
  readonly options: ReadonlyArray<readonly [flag: string, about: string]>
}

const placesOf = (command: Command, path: ReadonlyArray<string> = []): ReadonlyArray<Place> => {
  const help = command.createHelp()
  const below = help.visibleCommands(command).filter((one) => one.name() !== "help")
  const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
  return [
    {
      path: path.join(" "),
      commands: below.map((one) => [one.name(), one.description()]),
      options: options.flatMap(({ long, description }) => (long ? [[long, description]] : [])),
    },
    ...below.flatMap((one) => placesOf(one, [...path, one.name()])),
  ]
}

const wordsAt = ({ commands, options }: Place) =>
  [...commands, ...options].map(([word]) => word).join(" ")

const cases = (places: ReadonlyArray<Place>, line: (place: Place) => string) =>
  places
    .filter(({ path }) => path !== "")
    .map((place) => `    "${place.path}") ${line(place)} ;;`)
    .join("\n")

const bash = (places: ReadonlyArray<Place>, root: Place): string => `# tidemark completion bash
_tidemark() {
  local word path="" candidate words="${wordsAt(root)}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    candidate="\${path:+$path }$word"
    case "$candidate" in
${cases(places, ({ path }) => `path="${path}"`)}
    esac
  done
  case "$path" in
${cases(places, (place) => `words="${wordsAt(place)}"`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _tidemark tidemark`

/** zsh reads the same function. */
const zsh = (places: ReadonlyArray<Place>, root: Place): string =>
  `#compdef tidemark
autoload -U +X bashcompinit && bashcompinit
${bash(places, root)}`

const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`

const fish = (places: ReadonlyArray<Place>): string => {
  const lines = places.flatMap(({ path, commands, options }) => {
    const words = path.split(" ").filter((word) => word !== "")
    const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`)
    const within = words.length === 0 ? "__fish_use_subcommand" : seen.join("; and ")
    const others = commands.map(([name]) => name).join(" ")
    const before =
      words.length > 0 && others !== ""
        ? `${within}; and not __fish_seen_subcommand_from ${others}`
        : within
    return [
      ...commands.map(
        ([name, about]) =>
          `complete -c tidemark -f -n ${quoted(before)} -a ${name} -d ${quoted(about)}`,
      ),
      ...options.map(
        ([flag, about]) =>
          `complete -c tidemark -n ${quoted(within)} -l ${flag.slice(2)} -d ${quoted(about)}`,
      ),
    ]
  })
  return ["# tidemark completion fish", ...lines].join("\n")
}

export const completionFor = (shell: Shell, program: Command): string => {
  const places = placesOf(program)
  const [root] = places
  if (root === undefined) throw new Error("a program is a place of its own")
  if (shell === "fish") return fish(places)
  return shell === "bash" ? bash(places, root) : zsh(places, root)
}

/** Needs no server, and therefore no session. */
export const defineCompletion =
  (out: (text: string) => Promise<void>): Define =>
  (program) => {
    const command = program
      .command("completion")
      .description("prints a script that completes the words of this command in a shell")
    for (const shell of SHELLS)
      command
        .command(shell)
        .description(`for ${shell}`)
        .action(() => out(completionFor(shell, program)))
    withExamples(
      command,
      "completion bash > ~/.local/share/bash-completion/completions/tidemark",
      "completion fish > ~/.config/fish/completions/tidemark.fish",
    )
  }
