-- Stops the queries that run under these ids, without waiting for their end. On the embedded engine, which
-- gives ids of its own, an id of ours is the comment that a query begins with. Reads system.processes.
KILL QUERY {{on_cluster}}
WHERE query_id IN {ids:Array(String)}
  OR extract(query, '^/\\*([0-9a-z-]+)\\*/') IN {ids:Array(String)}
ASYNC;
