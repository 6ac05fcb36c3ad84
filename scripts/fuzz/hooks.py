"""Teaches schemathesis the one media type of ours that it cannot write."""
import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    events = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(event) for event in events).encode()
