/** Work in pieces: each in a task of its own, so that a key or a pointer never waits for all of them. */

const waiting: (() => void)[] = []
let isUnderWay = false

/** The browser may paint or answer a key before it goes on. */
const nextTask = (): Promise<void> =>
  globalThis.scheduler?.yield?.() ?? new Promise((go) => setTimeout(go))

const work = async () => {
  isUnderWay = true
  for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
    await nextTask()
    piece()
  }
  isUnderWay = false
}

/** Runs it in a task of its own, after those that asked before. Gives what calls it off. */
export const inTurn = (piece: () => void): (() => void) => {
  let isWanted = true
  waiting.push(() => isWanted && piece())
  if (!isUnderWay) void work()
  return () => {
    isWanted = false
  }
}

/** Runs it once what has been made by now is painted. Gives what calls it off. */
export const afterPaint = (piece: () => void): (() => void) => {
  let callOff = () => cancelAnimationFrame(frame)
  const frame = requestAnimationFrame(() => {
    callOff = inTurn(piece)
  })
  return () => callOff()
}
