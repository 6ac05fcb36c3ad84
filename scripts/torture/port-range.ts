import { randomInt } from "node:crypto"
import { freePort } from "../free-port.ts"

/** Below those that the system hands out: no connection of anybody's may take one between kill and start. */
const [PORT_MIN, PORT_MAX] = [15_000, 32_000]
const TRIES_MAX = 50

/** The first of so many free ports in a row. Rejects when none are found. */
export const portsInARow = async (count: number): Promise<number> => {
  for (let tries = 1; ; tries++) {
    const first = randomInt(PORT_MIN, PORT_MAX - count)
    try {
      for (let i = 0; i < count; i++) await freePort(first + i)
      return first
    } catch (error) {
      if (tries === TRIES_MAX) throw error
    }
  }
}
