/** The customer whose credits they are. */
export interface Account {
  readonly account: string
  readonly name: string
  /** IANA zone: days and billing periods are counted in it. */
  readonly timeZone: string
  readonly plan: string | null
  /** Millionths per billing period. */
  readonly allowance: bigint | null
  /** Day of the month on which a billing period begins, 1–31, cut to shorter months. */
  readonly periodAnchorDay: number
  /** Millionths: at or below it the balance counts as low. */
  readonly lowBalanceMark: bigint | null
  /** Where the account's figures come from, in a sentence, for accounts that need one (samples). */
  readonly about: string | null
}

/** An account that only events have named so far. */
export const unnamedAccount = (account: string): Account => ({
  account,
  name: account,
  timeZone: "UTC",
  plan: null,
  allowance: null,
  periodAnchorDay: 1,
  lowBalanceMark: null,
  about: null,
})
