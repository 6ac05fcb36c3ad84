-- The shards of a cluster as the server knows them: how many replicas each has, and whether these
-- replicate by themselves (1) or wait for every insert to be sent to each (0). Reads no table of ours.
SELECT shard_num AS shard, count() AS replicas, min(internal_replication) AS by_themselves
FROM system.clusters
WHERE cluster = {cluster:String}
GROUP BY shard_num
ORDER BY shard_num;
