import { expect, test } from "vitest"
import { kafkaReason } from "./kafka-reason.ts"

test("is the message of the last exception, whatever was logged after it", () => {
  const reason = kafkaReason([
    "[main] ERROR kafka.server.BrokerServer - Fatal error during broker startup.",
    "org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:9092: Busy.",
    "\tat org.apache.kafka.network.SocketServer.open(SocketServer.java:12)",
    "Caused by: java.net.BindException: Address already in use",
    "\tat java.base/sun.nio.ch.Net.bind0(Native Method)",
    "[kafka-shutdown-hook] INFO kafka.server.SharedServer - Stopping SharedServer",
  ])
  expect(reason).toBe("Address already in use")
})

test("is the last lines when nothing was thrown, and never empty", () => {
  expect(kafkaReason(["1", "2", "3", "4", "5", "6", "[main] INFO kafka"])).toBe("2\n3\n4\n5\n6")
  expect(kafkaReason([])).toBe("it gave no reason")
})
