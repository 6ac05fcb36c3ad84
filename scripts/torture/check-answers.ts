/**
 * Every answer that a sender over HTTP got, against what is stored. An id is accepted once at most, and
 * not at all only when the answer that said so got lost; every other content of that id conflicts.
 */
import type { Findings } from "./findings.ts"
import { isOwn, type Load } from "./load.ts"
import { differingFields } from "./meaning.ts"
import type { Sent } from "./sent.ts"
import type { StoredContents } from "./stored-contents.ts"

export const checkAnswers = (
  load: Load,
  sent: Sent,
  stored: StoredContents,
  findings: Findings,
): void => {
  const taken = sent.taken()
  const accepted = new Uint8Array(taken)
  const lostAnswer = new Uint8Array(taken)
  for (let index = 0; index < taken; index++) {
    const { base, variant, malformed } = load.messageAt(index)
    if (malformed !== null) continue
    const answer = sent.answerOf(index)
    const held = stored.variantOf(base)
    if (answer === "accepted") accepted[base] = (accepted[base] as number) + 1
    if (variant === held && sent.maybeStored(index)) lostAnswer[base] = 1
    if (held === undefined || answer === "queued") continue
    const right =
      variant === held ? answer === "accepted" || answer === "duplicate" : answer === "conflict"
    const name = `message ${index} (${load.kindAt(index)} of ${base}, content ${variant})`
    if (!right) findings.add(`${name} was answered ${answer}, but content ${held} is stored`)
    if (answer !== "conflict" || variant === held) continue
    const contents = load.contentsOf(base)
    const wanted = differingFields(contents[held] as never, contents[variant] as never)
    const told = sent.differs.get(index)
    if (told !== wanted) findings.add(`${name} was told that ${told} differ, not ${wanted}`)
  }
  for (let base = 0; base < taken; base++) {
    if (!isOwn(load.kindAt(base)) || stored.variantOf(base) === undefined) continue
    const count = accepted[base] as number
    if (count > 1) findings.add(`message ${base} was answered accepted ${count} times`)
    if (count === 0 && lostAnswer[base] === 0)
      findings.add(`message ${base} is stored, but nobody was told that it was accepted`)
  }
}
