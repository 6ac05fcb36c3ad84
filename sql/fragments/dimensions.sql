-- What usage can be split by, as texts: columns of transactions, of which rollups have some.
-- warehouse/usage-dimensions.ts picks one or two for the places in a query.

-- dimension:category
toString(category)
-- dimension:operation
toString(operation)
-- dimension:type
toString(type)
-- dimension:account
account
-- dimension:actor
actor
-- dimension:none
''

-- first:property
properties[{first_property:String}]
-- second:property
properties[{second_property:String}]
