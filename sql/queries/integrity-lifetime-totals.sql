-- Compares lifetime_totals with a recount from the ledger, as integrity-usage-per-quarter-hour: the
-- accounts behind `account` up to and with last_account, or that one alone where both are the same.
-- One range of both tables' key. Instants among the figures are epoch milliseconds, empty where
-- there is no row.
SELECT
  count()          AS groups,
  countIf(differs) AS differing,
  sum(abs(spend_in_rollup - spend_in_ledger) + abs(purchase_in_rollup - purchase_in_ledger)
    + abs(refund_in_rollup - refund_in_ledger) + abs(bonus_in_rollup - bonus_in_ledger)) AS drift,
  groupArrayIf(100)((
    map('account', account),
    map('spend', toString(spend_in_rollup), 'purchase', toString(purchase_in_rollup),
        'refund', toString(refund_in_rollup), 'bonus', toString(bonus_in_rollup),
        'entries', toString(entries_in_rollup), 'first_at', first_in_rollup, 'last_at', last_in_rollup),
    map('spend', toString(spend_in_ledger), 'purchase', toString(purchase_in_ledger),
        'refund', toString(refund_in_ledger), 'bonus', toString(bonus_in_ledger),
        'entries', toString(entries_in_ledger), 'first_at', first_in_ledger, 'last_at', last_in_ledger)
  ), differs)      AS keys
FROM (
  SELECT
    account,
    sumIf(spend, stored) AS spend_in_rollup,       sumIf(spend, NOT stored) AS spend_in_ledger,
    sumIf(purchase, stored) AS purchase_in_rollup, sumIf(purchase, NOT stored) AS purchase_in_ledger,
    sumIf(refund, stored) AS refund_in_rollup,     sumIf(refund, NOT stored) AS refund_in_ledger,
    sumIf(bonus, stored) AS bonus_in_rollup,       sumIf(bonus, NOT stored) AS bonus_in_ledger,
    sumIf(entries, stored) AS entries_in_rollup,   sumIf(entries, NOT stored) AS entries_in_ledger,
    if(countIf(stored) = 0, '', toString(toUnixTimestamp64Milli(minIf(first, stored))))         AS first_in_rollup,
    if(countIf(NOT stored) = 0, '', toString(toUnixTimestamp64Milli(minIf(first, NOT stored)))) AS first_in_ledger,
    if(countIf(stored) = 0, '', toString(toUnixTimestamp64Milli(maxIf(last, stored))))          AS last_in_rollup,
    if(countIf(NOT stored) = 0, '', toString(toUnixTimestamp64Milli(maxIf(last, NOT stored))))  AS last_in_ledger,
    spend_in_rollup != spend_in_ledger OR purchase_in_rollup != purchase_in_ledger
      OR refund_in_rollup != refund_in_ledger OR bonus_in_rollup != bonus_in_ledger
      OR entries_in_rollup != entries_in_ledger OR first_in_rollup != first_in_ledger
      OR last_in_rollup != last_in_ledger AS differs
  FROM (
    SELECT
      true AS stored, account, spend, purchase, refund, bonus, entries, first_at AS first, last_at AS last
    FROM lifetime_totals
    WHERE (account > {account:String} AND account <= {last_account:String}) OR account = {last_account:String}
    UNION ALL
    SELECT
      false, account,
      toDecimal128(if(type = 'spend', credits, 0), 6), toDecimal128(if(type = 'purchase', credits, 0), 6),
      toDecimal128(if(type = 'refund', credits, 0), 6), toDecimal128(if(type = 'bonus', credits, 0), 6),
      toUInt64(1), occurred_at, occurred_at
    FROM transactions
    WHERE (account > {account:String} AND account <= {last_account:String}) OR account = {last_account:String}
  )
  GROUP BY account
);
