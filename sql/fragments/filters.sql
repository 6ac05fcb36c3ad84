-- What each filter of transactions asks, by field and operator: conditions over the columns of transactions,
-- of which rollups have some. warehouse/filter-sql.ts picks those that a question holds.
-- Credits come in millionths. Pairs of a property hold its name and a value, with a unit separator between
-- them, which is in neither.

-- account:is
account IN {account_is:Array(String)}
-- account:not
account NOT IN {account_not:Array(String)}

-- type:is
type IN {type_is:Array(String)}
-- type:not
type NOT IN {type_not:Array(String)}

-- category:is
category IN {category_is:Array(String)}
-- category:not
category NOT IN {category_not:Array(String)}
-- category:has
multiSearchAnyCaseInsensitiveUTF8(category, {category_has:Array(String)})

-- operation:is
operation IN {operation_is:Array(String)}
-- operation:not
operation NOT IN {operation_not:Array(String)}
-- operation:has
multiSearchAnyCaseInsensitiveUTF8(operation, {operation_has:Array(String)})

-- actor:is
actor IN {actor_is:Array(String)}
-- actor:not
actor NOT IN {actor_not:Array(String)}
-- actor:has
multiSearchAnyCaseInsensitiveUTF8(actor, {actor_has:Array(String)})

-- credits:is
reinterpretAsInt64(delta) IN {credits_is:Array(Int64)}
-- credits:not
reinterpretAsInt64(delta) NOT IN {credits_not:Array(Int64)}
-- credits:gt
reinterpretAsInt64(delta) > {credits_gt:Int64}
-- credits:lt
reinterpretAsInt64(delta) < {credits_lt:Int64}

-- description:is
description IN {description_is:Array(String)}
-- description:not
description NOT IN {description_not:Array(String)}
-- description:has
multiSearchAnyCaseInsensitiveUTF8(description, {description_has:Array(String)})

-- reference:is
reference IN {reference_is:Array(String)}
-- reference:not
reference NOT IN {reference_not:Array(String)}
-- reference:has
multiSearchAnyCaseInsensitiveUTF8(reference, {reference_has:Array(String)})

-- text:has
multiSearchAnyCaseInsensitiveUTF8(description, {text_has:Array(String)})
  OR multiSearchAnyCaseInsensitiveUTF8(reference, {text_has:Array(String)})

-- property:is
arrayAll(
  name -> has({property_is:Array(String)}, concat(name, '\x1f', properties[name])),
  {property_is_names:Array(String)})
-- property:not
arrayAll(
  name -> NOT has({property_not:Array(String)}, concat(name, '\x1f', properties[name])),
  {property_not_names:Array(String)})
-- property:has
arrayAll(
  name -> arrayExists(
    pair -> startsWith(pair, concat(name, '\x1f')) AND positionCaseInsensitiveUTF8(
      properties[name], substring(pair, length(name) + 2)) > 0,
    {property_has:Array(String)}),
  {property_has_names:Array(String)})
