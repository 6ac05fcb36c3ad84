-- One account's ledger as rows of FOCUS 1.0 (FinOps Open Cost and Usage Specification), oldest first, for files
-- of CSV and Parquet. Spends are usage and refunds negative usage, in credits, which are of no currency
-- (ISO 4217 has XXX for that); purchases are billed in what was paid; bonuses are credits with a minus. With
-- spreadsheet = 1 an apostrophe stands before a text that would be a formula. One range of the ledger's key.
SELECT
  CAST(NULL, 'Nullable(String)') AS AvailabilityZone,
  multiIf(type = 'purchase', ifNull(paid, toDecimal64(0, 6)), type = 'spend', credits, -credits) AS BilledCost,
  {account:String} AS BillingAccountId,
  {account_name:String} AS BillingAccountName,
  if(type = 'purchase' AND paid IS NOT NULL, toString(currency), 'XXX') AS BillingCurrency,
  addMonths(toStartOfMonth(at), 1)::DateTime('UTC') AS BillingPeriodEnd,
  toStartOfMonth(at)::DateTime('UTC') AS BillingPeriodStart,
  multiIf(type = 'purchase', 'Purchase', type = 'bonus', 'Credit', 'Usage') AS ChargeCategory,
  CAST(NULL, 'Nullable(String)') AS ChargeClass,
  if({spreadsheet:UInt8} = 1, replaceRegexpOne(description, '^([\'=+@\t\r-])', '\'\\1'), description) AS ChargeDescription,
  if(type IN ('spend', 'refund'), 'Usage-Based', 'One-Time') AS ChargeFrequency,
  addHours(toStartOfHour(at), 1)::DateTime('UTC') AS ChargePeriodEnd,
  toStartOfHour(at)::DateTime('UTC') AS ChargePeriodStart,
  CAST(NULL, 'Nullable(String)') AS CommitmentDiscountCategory,
  CAST(NULL, 'Nullable(String)') AS CommitmentDiscountId,
  CAST(NULL, 'Nullable(String)') AS CommitmentDiscountName,
  CAST(NULL, 'Nullable(String)') AS CommitmentDiscountStatus,
  CAST(NULL, 'Nullable(String)') AS CommitmentDiscountType,
  multiIf(type NOT IN ('spend', 'refund'), NULL, quantity IS NULL, -delta, type = 'refund', -quantity, quantity) AS ConsumedQuantity,
  multiIf(type NOT IN ('spend', 'refund'), NULL, quantity IS NULL, 'Credits', unit = '', 'Units', if({spreadsheet:UInt8} = 1, replaceRegexpOne(toString(unit), '^([\'=+@\t\r-])', '\'\\1'), toString(unit))) AS ConsumedUnit,
  multiIf(type = 'purchase', ifNull(paid, toDecimal64(0, 6)), type = 'bonus', toDecimal64(0, 6), -delta) AS ContractedCost,
  CAST(NULL, 'Nullable(Decimal(18, 6))') AS ContractedUnitPrice,
  if(type = 'purchase', toDecimal64(0, 6), -delta) AS EffectiveCost,
  'Tidemark' AS InvoiceIssuerName,
  multiIf(type = 'purchase', ifNull(paid, toDecimal64(0, 6)), type = 'bonus', toDecimal64(0, 6), -delta) AS ListCost,
  CAST(NULL, 'Nullable(Decimal(18, 6))') AS ListUnitPrice,
  if(type IN ('spend', 'refund'), 'Standard', NULL) AS PricingCategory,
  multiIf(type = 'bonus', NULL, type = 'purchase', delta, -delta) AS PricingQuantity,
  if(type = 'bonus', NULL, 'Credits') AS PricingUnit,
  'Tidemark' AS ProviderName,
  'Tidemark' AS PublisherName,
  CAST(NULL, 'Nullable(String)') AS RegionId,
  CAST(NULL, 'Nullable(String)') AS RegionName,
  CAST(NULL, 'Nullable(String)') AS ResourceId,
  CAST(NULL, 'Nullable(String)') AS ResourceName,
  CAST(NULL, 'Nullable(String)') AS ResourceType,
  'Other' AS ServiceCategory,
  if({spreadsheet:UInt8} = 1, replaceRegexpOne(toString(category), '^([\'=+@\t\r-])', '\'\\1'), toString(category)) AS ServiceName,
  if({spreadsheet:UInt8} = 1, replaceRegexpOne(toString(operation), '^([\'=+@\t\r-])', '\'\\1'), toString(operation)) AS SkuId,
  CAST(NULL, 'Nullable(String)') AS SkuPriceId,
  nullIf(if({spreadsheet:UInt8} = 1, replaceRegexpOne(actor, '^([\'=+@\t\r-])', '\'\\1'), actor), '') AS SubAccountId,
  nullIf(if({spreadsheet:UInt8} = 1, replaceRegexpOne(actor, '^([\'=+@\t\r-])', '\'\\1'), actor), '') AS SubAccountName,
  if(empty(properties), NULL, toJSONString(properties)) AS Tags,
  if({spreadsheet:UInt8} = 1, replaceRegexpOne(id, '^([\'=+@\t\r-])', '\'\\1'), id) AS x_TransactionId,
  toString(type) AS x_TransactionType,
  delta AS x_Credits
FROM (
  SELECT
    id, type, operation, category, description, credits, delta, occurred_at AS at, quantity, unit, actor,
    properties, currency, if(currency = '', NULL, amount) AS paid
  FROM transactions
  WHERE account = {account:String}
    AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND {{transaction_filters}}
)
ORDER BY at, id;
