import type { Messages } from "../../messages.ts"

export const problems: Messages["problems"] = {
  titles: {
    "invalid-query": "Die Anfrage lässt sich nicht verwenden",
    unauthenticated: "Eine Anmeldung ist nötig",
    forbidden: "Die Anmeldung erlaubt das nicht",
    "not-found": "Hier gibt es nichts",
    "rate-limited": "Zu viele Anfragen",
    internal: "Die Anfrage konnte nicht bedient werden",
    unavailable: "Der Dienst kann gerade nicht antworten",
    "too-many-reads": "Zu viele Fragen warten schon",
    "took-too-long": "Die Frage dauert zu lange",
  },
  details: {
    unauthenticated: "Bitte neu anmelden.",
    forbidden: "Wer die Schlüssel verwaltet, kann das Recht dazu geben.",
    "not-found": "Vielleicht heißt es anders, oder diese Anmeldung darf es nicht lesen.",
    "rate-limited": "Einen Moment warten, dann noch einmal versuchen.",
    internal: "Gleich noch einmal versuchen. Bleibt es dabei, hilft die Nummer der Anfrage weiter.",
    unavailable: "Gleich noch einmal versuchen.",
    "too-many-reads": "Einen Moment warten, dann noch einmal versuchen.",
    "took-too-long": "Vielleicht hilft ein kürzerer Bereich.",
  },
  request: "Anfrage",
  answered: (status) => `Der Server hat mit ${status} geantwortet`,
  noReason: "Er hat keinen Grund genannt. Gleich noch einmal versuchen.",
  unreachable: "Der Server ist nicht zu erreichen",
  checkConnection: "Die Verbindung prüfen und es noch einmal versuchen.",
  tooSlow: "Der Server braucht zu lange",
  noAnswer: (seconds) =>
    `In ${seconds} Sekunden kam keine Antwort. Vielleicht hilft ein kürzerer Bereich.`,
}
