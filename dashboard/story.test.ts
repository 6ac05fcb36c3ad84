import { expect, it } from "vitest"
import type { EventStory } from "#api/rejection-contract.ts"
import { balanceBefore, stepsOf, storedEvent, storySentence, supportBundle } from "./story.ts"
import { transaction } from "./testing/answers.ts"
import { conflict, story } from "./testing/story.ts"

const say = (told: EventStory) =>
  storySentence(told, "Europe/Berlin")
    .map(({ text }) => text)
    .join("")

it("tells of a spend that failed how much came back, and when", () => {
  expect(say(story())).toBe(
    "sceneRender took 48 credits at 16:40, failed, and gave all 48 back 22 minutes later.",
  )
  expect(storySentence(story(), "UTC").filter(({ deciding }) => deciding)).toEqual([
    { text: "gave all 48 back", deciding: true },
  ])
})

it("says so when only a part came back, nothing yet, or nothing had to", () => {
  const [refund] = story().referred_by
  if (refund === undefined) throw new Error("the story has a refund")
  expect(say(story({ referred_by: [{ ...refund, credits: "10.5" }] }))).toBe(
    "sceneRender took 48 credits at 16:40, and 10.5 of it came back.",
  )
  expect(say(story({ referred_by: [] }))).toContain("its refund is not there yet")
  expect(say(story({ referred_by: [], failures: [] }))).toBe(
    "sceneRender took 48 credits at 16:40.",
  )
})

it.each<[string, EventStory]>([
  [
    "49.5 credits were bought for €49.00 at 14:32.",
    story({
      transaction: transaction({
        type: "purchase",
        credits: "49.5",
        amount: "49",
        currency: "EUR",
      }),
    }),
  ],
  [
    "1 credit came as a bonus at 14:32.",
    story({ transaction: transaction({ type: "bonus", credits: "1" }) }),
  ],
  [
    "20 credits came back at 14:32, for sceneRender of 20 Nov, 16:40.",
    story({
      transaction: transaction({ type: "refund", credits: "20" }),
      refers_to: {
        id: "a",
        type: "spend",
        operation: "sceneRender",
        credits: "-20",
        occurred_at: "2026-11-20T15:40:00.000Z",
      },
    }),
  ],
  [
    "Nothing is counted under this id: what arrived was in conflict.",
    story({ transaction: null, source: null, fate: "conflict" }),
  ],
])("says: %s", (sentence, told) => {
  expect(say(told)).toBe(sentence)
})

it("puts the steps in order, and marks what was not counted", () => {
  expect(stepsOf(story()).map(({ mark, title }) => [mark, title])).toEqual([
    ["origin", "Happened"],
    ["counted", "Accepted"],
    ["refused", "Conflict, not counted"],
    ["failure", "Failure reported"],
    ["refund", "Refund written"],
  ])
  const late = story({ conflicts: [{ ...conflict, received_at: "2026-11-20T15:40:07.500Z" }] })
  expect(stepsOf(late)[1]?.mark).toBe("refused")
  expect(stepsOf(story())[1]?.text).toBe("topic usage.events, partition 4, offset 182044")
  expect(stepsOf(story())[2]?.text).toBe("same id, other content · credits: stored 48, sent 50")
})

it("subtracts exactly to the balance before", () => {
  const t = transaction({ credits: "-0.000001", balance_after: "9007199254740993.5" })
  expect(balanceBefore(t)).toBe("9007199254740993.500001")
})

it("shows the event with its own fields and without what is empty", () => {
  expect(storedEvent(story())).toEqual({
    id: "run_8Kd2:scene-12",
    account: "studio-north",
    type: "spend",
    operation: "sceneRender",
    category: "Image Generation",
    description: "Tool: keyframeGenerate",
    credits: "48",
    occurred_at: "2026-11-20T15:40:07.412Z",
    quantity: "24",
    unit: "seconds",
    properties: { project: "Museum Trailer" },
  })
})

it("bundles link, event and the whole answer for support", () => {
  const bundle = JSON.parse(supportBundle(story(), "https://example.com/usage?event=1"))
  expect(bundle.link).toBe("https://example.com/usage?event=1")
  expect(bundle.story).toEqual(JSON.parse(JSON.stringify(story())))
})
