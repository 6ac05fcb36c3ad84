/**
 * Takes a killed worker out of its consumer group, as `kafka-consumer-groups` does for an operator.
 * Otherwise its partitions would rest until its session ends, eight seconds after every kill. Nobody
 * knows a dead member from a living one, so all are taken out: the living join again, in the middle of
 * whatever they were doing, as after a session that ended too early.
 */
import { once } from "node:events"
import { connect } from "node:net"
import { Kafka, logLevel } from "kafkajs"

const LEAVE_GROUP = { key: 13, version: 1 }
const ANSWER_MS_MAX = 2_000

/** Does what it can: where no broker answers, the session ends by itself. */
export const forgetMembers = async (
  brokers: ReadonlyArray<string>,
  groupId: string,
): Promise<void> => {
  const client = new Kafka({
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    requestTimeout: ANSWER_MS_MAX,
    retry: { retries: 1 },
  })
  const admin = client.admin()
  try {
    await admin.connect()
    const { groups } = await admin.describeGroups([groupId])
    const members = groups.flatMap((group) => group.members.map(({ memberId }) => memberId))
    // Only the group's coordinator acts on it; the others refuse.
    for (const memberId of members)
      await Promise.all(brokers.map((broker) => leave(broker, groupId, memberId)))
  } catch {
    return
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

const leave = async (broker: string, groupId: string, memberId: string): Promise<void> => {
  const [host = "", port = ""] = broker.split(":")
  const socket = connect({ host, port: Number(port), timeout: ANSWER_MS_MAX })
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX)
    await once(socket, "connect", { signal })
    socket.write(leaveGroupRequest(groupId, memberId))
    await once(socket, "data", { signal })
  } catch {
    return
  } finally {
    socket.destroy()
  }
}

/** Length, api key, version, correlation id, client id, group, member: Kafka's protocol guide. */
const leaveGroupRequest = (groupId: string, memberId: string): Buffer => {
  const head = Buffer.alloc(8)
  head.writeInt16BE(LEAVE_GROUP.key, 0)
  head.writeInt16BE(LEAVE_GROUP.version, 2)
  const body = Buffer.concat([head, ...["torture", groupId, memberId].map(textOf)])
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}

const textOf = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(2)
  length.writeInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}
