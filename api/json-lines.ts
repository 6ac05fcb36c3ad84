/** Lines of a file of JSON Lines, whose pieces end wherever they end. */
const LINE_LENGTH_MAX = 4 * 1024 * 1024

export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ""
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n")
    rest = lines.pop() ?? ""
    if (rest.length > LINE_LENGTH_MAX) throw new Error(`a line is longer than ${LINE_LENGTH_MAX}`)
    yield* lines
  }
  if (rest !== "") yield rest
}
