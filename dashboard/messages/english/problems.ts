export const problems = {
  answered: (status: number) => `The server answered ${status}`,
  noReason: "It gave no reason. Try again in a moment.",
  unreachable: "The server cannot be reached",
  checkConnection: "Check the connection, then try again.",
  tooSlow: "The server takes too long",
  noAnswer: (seconds: number) =>
    `There was no answer within ${seconds} seconds. A shorter range may help.`,
}
