import type { firstEvent as english } from "../english/first-event.ts"

export const firstEvent: typeof english = {
  sentence: "Noch ist kein Ereignis angekommen – ⟦das erste füllt diese Seite⟧.",
  key: "Ein Schlüssel zum Senden",
  keyText: "Er sendet Ereignisse und kann sonst nichts. Wird er nicht mehr gebraucht, widerrufen.",
  makeKey: "Schlüssel erstellen",
  keyName: "Erstes Ereignis",
  made: "Nur dieses eine Mal zu sehen: Behalten wird ein Hash. Im Programm unten steht er schon.",
  copyKey: "Schlüssel kopieren",
  noKey:
    "Erstellen kann ihn nur, wer verwaltet. Mit einem eigenen Schlüssel: ⟦TIDEMARK_KEY⟧ darauf setzen, wo das Programm läuft.",
  send: "Zwei Ereignisse, aus dem Terminal gesendet",
  way: "Auf welchem Weg",
  copy: "Kopieren",
  notes: {
    curl: "Ein Kauf von 500 Credits und ein Verbrauch von 1,5, für ein Konto, das dadurch entsteht.",
    kafkajs:
      "Diese Instanz liest auch ein Kafka-Topic. Wo, sagen ⟦KAFKA_BROKERS⟧ und ⟦KAFKA_TOPIC⟧, dem Programm wie der Instanz; einen Schlüssel braucht es nicht.",
    noKafka:
      "Diese Instanz liest noch kein Kafka-Topic. Mit ⟦KAFKA_BROKERS⟧ gestartet, nimmt sie Ereignisse auch von dort; einen Schlüssel braucht es nicht.",
    client:
      "Mit Node 24 im Ordner von Tidemark ausführen, oder wo ⟦npm install⟧ ihn verknüpft hat.",
  },
  arrive: "Es kommt an",
  waiting: "Wartet auf das erste Ereignis. Diese Seite zeigt es von selbst.",
  lost: "Der Server ist gerade nicht zu erreichen. Er wird von selbst wieder gefragt.",
}
