-- The keys that failures hold: their own, and those of the spends that they name. To fill the filter of
-- known ids. Reads the whole table, which is small.
SELECT arrayJoin([key, spend_key]) AS known FROM failures;
