/** The language of the interface's own words, and so of its figures and dates. */
export const locale = "en-GB"
