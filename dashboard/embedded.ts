/** Whether this is the Usage page in a frame of another product's page: no cookie, nothing remembered, no way elsewhere. */
// Pure tests of what only mentions it run without a page.
export const embedded = globalThis.location?.pathname === "/embed/usage"
