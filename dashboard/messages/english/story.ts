import { count } from "../../format-number.ts"

const reasons = {
  generation_failure: "the generation failed",
  server_error: "server error",
  timeout: "timeout",
}

export const story = {
  name: "Entry",
  newer: "Next newer entry",
  older: "Next older entry",
  loading: "Entry on its way",
  what: "The entry's story",
  sentence: {
    spend: (operation: string, figure: string, time: string) =>
      `${operation} took ⟦${figure}⟧ at ${time}.`,
    spendBack: (operation: string, figure: string, time: string, back: string, later: string) =>
      `${operation} took ${figure} at ${time}, failed, and ⟦gave all ${back} back⟧ ${later} later.`,
    spendPartBack: (operation: string, figure: string, time: string, back: string) =>
      `${operation} took ${figure} at ${time}, and ⟦${back} of it came back⟧.`,
    spendWaiting: (operation: string, figure: string, time: string) =>
      `${operation} took ${figure} at ${time} and failed; ⟦its refund is not there yet⟧.`,
    refund: (figure: string, time: string) => `⟦${figure} came back⟧ at ${time}.`,
    refundOf: (figure: string, time: string, operation: string, spentAt: string) =>
      `⟦${figure} came back⟧ at ${time}, for ${operation} of ${spentAt}.`,
    purchase: (figure: string, time: string) => `⟦${figure} were bought⟧ at ${time}.`,
    purchaseFor: (figure: string, money: string, time: string) =>
      `⟦${figure} were bought⟧ for ${money} at ${time}.`,
    bonus: (figure: string, time: string) => `⟦${figure} came as a bonus⟧ at ${time}.`,
    failure: (time: string) => `A failure was reported at ${time}; it moves no credits itself.`,
    conflict: "⟦Nothing is counted under this id⟧: what arrived was in conflict.",
    rejected: "⟦Nothing is counted under this id⟧: what arrived was refused.",
  },
  balanceBefore: "Balance before",
  thisEntry: "This entry",
  balanceAfter: "Balance after",
  linked: (type: string, time: string) => `${type} at ${time}`,
  why: "Why it is here",
  happened: "Happened",
  happenedText: "the time the event states; it decides the day and the place in the ledger",
  accepted: "Accepted",
  viaHttp: (batch: string) => `over HTTP, batch ${batch}`,
  viaLog: (topic: string, partition: number, offset: string) =>
    `topic ${topic}, partition ${partition}, offset ${offset}`,
  late: (length: string) => `${length} after it happened`,
  conflict: "Conflict, not counted",
  conflictText: "same id, other content",
  differs: (field: string, stored: string, sent: string) =>
    `${field}: stored ${stored}, sent ${sent}`,
  absent: "nothing",
  rejection: "Refused, not counted",
  failure: "Failure reported",
  failureText: (reason: keyof typeof reasons, id: string) => `${reasons[reason]} · ${id}`,
  refundWritten: "Refund written",
  unlisted: (n: number) => `${count(n)} more arrived under this id and are not listed.`,
  quiet:
    "A repeat with the same content changes nothing and leaves no trace: it cannot be counted twice.",
  fields: "Fields",
  labels: {
    id: "Id",
    operation: "Operation",
    category: "Category",
    description: "Description",
    quantity: "Quantity",
    payment: "Payment",
    amount: "Amount",
    actor: "Member",
    refersTo: "Refers to",
  },
  each: (figure: string) => `${figure} each`,
  stored: "The event, as it counts",
  storedNote: "as stored; what was sent means the same",
  thatDay: "That day",
  copyLink: "Copy link",
  copyBundle: "Copy for support",
  step: "step",
  closeKey: "close",
}
