/** Where one node of a cluster listens on this machine. */
export interface KafkaNode {
  readonly id: number
  readonly port: number
  readonly controllerPort: number
}

export interface KafkaNodeSettings {
  readonly id: number
  readonly nodes: ReadonlyArray<KafkaNode>
  /** The folder of its data. */
  readonly data: string
}

/**
 * The settings of a broker that is a controller too: alone with one copy of the data, or one of several,
 * where every topic has three copies at most and what is acknowledged is in all of them but one.
 */
export const brokerProperties = ({ id, nodes, data }: KafkaNodeSettings): string => {
  const own = nodes.find((node) => node.id === id)
  if (own === undefined) throw new Error(`node ${id} is not among the nodes of its cluster`)
  const voters = nodes.map((node) => `${node.id}@127.0.0.1:${node.controllerPort}`)
  const copies = Math.min(3, nodes.length)
  const inSync = Math.max(1, copies - 1)
  return `process.roles=broker,controller
node.id=${id}
controller.quorum.voters=${voters.join()}
listeners=PLAINTEXT://127.0.0.1:${own.port},CONTROLLER://127.0.0.1:${own.controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${own.port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${data}
# A misspelt topic must fail, not come into being.
auto.create.topics.enable=false
default.replication.factor=${copies}
min.insync.replicas=${inSync}
offsets.topic.replication.factor=${copies}
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${inSync}
transaction.state.log.num.partitions=1
group.initial.rebalance.delay.ms=0
# After a kill -9 the dead broker's session must end before the next one serves: 9 s by default.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
`
}
