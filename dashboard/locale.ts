/** The language of the interface's own words, and so of its figures and dates: a BCP 47 tag. */
export const locale = (): string => "en-GB"
