-- Says that a rollup is made anew and whole: a start that finds this name puts it in place.
RENAME TABLE {made:Identifier} TO {ready:Identifier};
