/** The settings of a broker that is its own controller, for one machine and one copy of the data. */
export const brokerProperties = (broker: {
  readonly port: number
  readonly controllerPort: number
  readonly data: string
}): string => `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${broker.controllerPort}
listeners=PLAINTEXT://127.0.0.1:${broker.port},CONTROLLER://127.0.0.1:${broker.controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${broker.port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${broker.data}
# A misspelt topic must fail, not come into being.
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
group.initial.rebalance.delay.ms=0
# After a kill -9 the dead broker's session must end before the next one serves: 9 s by default.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
`
