export const problems = {
  titles: {
    "invalid-query": "The query cannot be used",
    unauthenticated: "A credential is needed",
    forbidden: "The credential does not allow this",
    "not-found": "There is nothing here",
    "rate-limited": "Too many requests",
    internal: "The request could not be served",
    unavailable: "The service cannot answer just now",
    "too-many-reads": "Too many questions wait already",
    "took-too-long": "The question takes too long",
  },
  /** By type, in languages that the API does not speak. */
  details: {} as Readonly<Record<string, string>>,
  request: "Request",
  answered: (status: number) => `The server answered ${status}`,
  noReason: "It gave no reason. Try again in a moment.",
  unreachable: "The server cannot be reached",
  checkConnection: "Check the connection, then try again.",
  tooSlow: "The server takes too long",
  noAnswer: (seconds: number) =>
    `There was no answer within ${seconds} seconds. A shorter range may help.`,
}
