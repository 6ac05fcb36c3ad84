/** What Studio North does on a day: its jobs, in the order in which they happen. */
import type { Day } from "#warehouse/domain/calendar.ts"
import { type Random, randomOf, weighted } from "./random.ts"
import {
  type HighUsage,
  highUsageCredits,
  isDayOff,
  plannedCredits,
  SEED,
} from "./studio-calendar.ts"

export interface Job {
  /** Milliseconds since the day's first moment. */
  readonly at: number
  readonly operation: Operation
  /** Millionths. */
  readonly credits: bigint
  readonly quantity: number
  readonly actor: string
  readonly project: string
  /** Milliseconds until the credits come back; null for a job that went well. */
  readonly refundAfter: number | null
}

interface Operation {
  readonly name: string
  /** Sent with operations that the catalog does not know. */
  readonly category?: string
  /** Millionths for one unit. */
  readonly price: bigint
  readonly unit: string
  /** Units of the smallest and of the largest job. */
  readonly size: readonly [number, number]
  readonly weight: number
}

/** The smallest job there is: it fills what is left of a day. */
const RESEARCH: Operation = {
  name: "researcher",
  price: 2_500_000n,
  unit: "topics",
  size: [1, 1],
  weight: 6,
}

/** About 14 credits a job on average. */
const OPERATIONS: ReadonlyArray<Operation> = [
  RESEARCH,
  { name: "scriptWrite", price: 4_000_000n, unit: "scripts", size: [1, 1], weight: 14 },
  { name: "storyboardCreate", price: 1_500_000n, unit: "scenes", size: [2, 6], weight: 8 },
  { name: "creativeBrief", price: 3_000_000n, unit: "briefs", size: [1, 1], weight: 5 },
  { name: "brandStyleGenerator", price: 7_500_000n, unit: "styles", size: [1, 1], weight: 4 },
  { name: "keyframeGenerate", price: 20_000_000n, unit: "images", size: [1, 1], weight: 24 },
  {
    name: "imageUpscale",
    category: "Image Generation",
    price: 12_500_000n,
    unit: "images",
    size: [1, 1],
    weight: 8,
  },
  { name: "voiceoverGenerate", price: 500_000n, unit: "seconds", size: [20, 80], weight: 7 },
  {
    name: "musicCompose",
    category: "Audio Generation",
    price: 15_000_000n,
    unit: "tracks",
    size: [1, 1],
    weight: 4,
  },
  {
    name: "sceneRender",
    category: "Video Generation",
    price: 5_000_000n,
    unit: "seconds",
    size: [6, 18],
    weight: 5,
  },
]

const MEMBERS = [
  { name: "Ines Albrecht", weight: 5 },
  { name: "Jonas Weber", weight: 4 },
  { name: "Mara Okafor", weight: 3 },
  { name: "Tomasz Lis", weight: 2 },
] as const

const PROJECTS = [
  "Tideland Spot",
  "Museum Trailer",
  "Kiel Week",
  "Slow Coffee",
  "Alpine Rail",
  "Winter Campaign",
  "Open Lectures",
] as const

const HOUR_MS = 3_600_000
const WORKING_DAY = { from: 8.5 * HOUR_MS, length: 11 * HOUR_MS }
const DAY_OFF = { from: 10 * HOUR_MS, length: 8 * HOUR_MS }

/** One job in forty fails and gives its credits back within 75 seconds. */
const FAILS_ONE_IN = 40

/** The same for the same first day and day, whenever it is asked. `high` marks a high-usage day. */
export const jobsOf = (start: Day, day: Day, high: HighUsage | null): ReadonlyArray<Job> => {
  const random = randomOf(`${SEED} jobs ${day}`)
  const usual = plannedCredits(start, day)
  const jobs = draw(random, day, usual, null)
  if (high !== null) {
    const extra = highUsageCredits(start, day, high.factor) - usual
    jobs.push(...draw(random, day, extra, high))
  }
  return jobs.sort((a, b) => a.at - b.at)
}

const draw = (random: Random, day: Day, credits: bigint, high: HighUsage | null): Array<Job> => {
  const hours = isDayOff(day) && high === null ? DAY_OFF : WORKING_DAY
  const jobs: Array<Job> = []
  let left = credits
  while (left >= RESEARCH.price) {
    const named = OPERATIONS.find(({ name }) => name === high?.operation)
    const drawn = sized(random, named ?? weighted(random, OPERATIONS))
    const { operation, quantity } = drawn.credits > left ? sized(random, RESEARCH) : drawn
    const cost = operation.price * BigInt(quantity)
    left -= cost
    jobs.push({
      at: hours.from + random.below(hours.length),
      operation,
      credits: cost,
      quantity,
      actor: weighted(random, MEMBERS).name,
      project: high?.project ?? projectOf(random, day),
      refundAfter: random.below(FAILS_ONE_IN) === 0 ? 15_000 + random.below(60_000) : null,
    })
  }
  return jobs
}

const sized = (random: Random, operation: Operation) => {
  const [least, most] = operation.size
  const quantity = least + random.below(most - least + 1)
  return { operation, quantity, credits: operation.price * BigInt(quantity) }
}

/** Two projects run in a month: the main one gets most of the work. */
const projectOf = (random: Random, day: Day): string => {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  const project = PROJECTS[(month + (random.below(10) < 7 ? 0 : 3)) % PROJECTS.length]
  return project ?? PROJECTS[0]
}
