-- What usage can be split by, as texts: columns of transactions, of which rollups have some.
-- warehouse/usage-dimensions.ts picks one or two for the places in a query. A group of one value is named by
-- it, one of two by the length of the first before both, so that no two pairs have one name.

-- dimension:category
category
-- dimension:operation
operation
-- dimension:type
toString(type)
-- dimension:account
account
-- dimension:actor
actor
-- dimension:none
''

-- name:one
first_value
-- name:two
concat(toString(length(first_value)), ':', first_value, second_value)

-- first:property
properties[{first_property:String}]
-- second:property
properties[{second_property:String}]
