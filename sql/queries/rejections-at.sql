-- What was put aside of the messages at these offsets of a topic, whichever partition they are in; a
-- conflict is told by what is stored. Ranges of these accounts (first column of the key).
SELECT partition, offset, errors
FROM rejections
WHERE account IN {accounts:Array(String)} AND topic = {topic:String} AND reason != 'conflict'
  AND offset IN {offsets:Array(UInt64)};
