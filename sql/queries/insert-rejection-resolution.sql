-- Adds a decision about a rejection.
INSERT INTO rejection_resolutions (
  account, rejection, version, state, action, fate, event_account, event_id, note
) SETTINGS async_insert = 0
{{rows}};
