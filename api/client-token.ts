/** The credential of a client: one that stays, or one that is fetched and renewed. */

/**
 * A key or token, or a function that gives one: it is called for the first request, and once more when
 * the server answers that the token opens nothing any more.
 */
export type ClientCredential = string | (() => string | Promise<string>)

export interface ClientToken {
  readonly current: () => Promise<string>
  /** Null where there is no other one than `refused`. Who asks at the same time gets the same new one. */
  readonly renewed: (refused: string) => Promise<string | null>
}

export const clientToken = (credential: ClientCredential): ClientToken => {
  if (typeof credential === "string")
    return { current: async () => credential, renewed: async () => null }
  let held: Promise<string> | null = null
  /** What `held` has become; nothing while it is under way. */
  let token: string | null = null
  const fetched = () => {
    const asked = Promise.resolve().then(credential)
    held = asked
    token = null
    asked.then(
      (given) => {
        if (held === asked) token = given
      },
      // A failure to get one is told to who waits for it, and not kept for the next.
      () => {
        if (held === asked) held = null
      },
    )
    return asked
  }
  return {
    current: () => held ?? fetched(),
    renewed: async (refused) => (held === null || token === refused ? fetched() : held),
  }
}
