/** `ingest`: sends events. `read`: reads figures. `admin`: both, of all accounts, and everything else. */
export const SCOPES = ["ingest", "read", "admin"] as const
export type Scope = (typeof SCOPES)[number]
