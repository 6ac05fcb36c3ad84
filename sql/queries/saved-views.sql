-- The views that an owner keeps, and those that others share where `everyone` is 1: the owner's own first, then
-- the newest; `in_all` is how many there are. `version` in epoch milliseconds. Reads all of saved_views, a
-- small table.
SELECT owner, id, version, name, address, shared, count() OVER () AS in_all
FROM (
  SELECT owner, id, version, name, address, shared
  FROM saved_views
  ORDER BY owner, id, version DESC
  LIMIT 1 BY owner, id
)
WHERE name != '' AND (owner = {owner:String} OR ({everyone:UInt8} = 1 AND shared = 1))
ORDER BY owner = {owner:String} DESC, version DESC, id
LIMIT {limit:UInt32};
