export const firstEvent = {
  sentence: "No event has arrived yet — ⟦the first one fills this page⟧.",
  key: "A key to send with",
  keyText: "It sends events and does nothing else. Revoke it when you no longer need it.",
  makeKey: "Make a key",
  keyName: "First event",
  made: "Shown this once: it is kept as a hash. It stands in the program below already.",
  copyKey: "Copy the key",
  noKey:
    "Only an administrator may make one. With a key of yours, set ⟦TIDEMARK_KEY⟧ to it where you run the program.",
  send: "Two events, sent from your terminal",
  way: "By which way",
  copy: "Copy",
  notes: {
    curl: "A purchase of 500 credits and a spend of 1.5, for an account that is made by it.",
    kafkajs:
      "This instance reads a Kafka topic as well. ⟦KAFKA_BROKERS⟧ and ⟦KAFKA_TOPIC⟧ say where, to the program as to the instance; no key is needed.",
    noKafka:
      "This instance reads no Kafka topic yet. Start it with ⟦KAFKA_BROKERS⟧, and it takes events from there too; no key is needed.",
    client: "Run it with Node 24 in Tidemark's folder, or where ⟦npm install⟧ has linked that.",
  },
  arrive: "It arrives",
  waiting: "Waiting for the first event. This page shows it by itself.",
  lost: "The server cannot be reached just now. It is asked again by itself.",
}
