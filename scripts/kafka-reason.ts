/**
 * Why a Java process ended, out of the lines that it printed: the message of the last exception
 * (a cause comes after what it caused), else the last lines that are no mere report.
 */
export const kafkaReason = (lines: ReadonlyArray<string>): string => {
  const thrown = lines
    .map((line) => /^(?:Caused by: )?[\w.$]+(?:Exception|Error): (.+)$/.exec(line)?.[1])
    .filter((message) => message !== undefined)
  return (
    thrown.at(-1) ??
    (lines
      .filter((line) => !line.includes(" INFO "))
      .slice(-5)
      .join("\n") ||
      "it gave no reason")
  )
}
