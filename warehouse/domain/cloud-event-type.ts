/** The `type` of a CloudEvent whose data is a usage event. */
export const USAGE_EVENT_TYPE = "dev.tidemark.usage.v1"
