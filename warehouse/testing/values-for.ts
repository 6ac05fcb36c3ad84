/** A value of each parameter's type, so that the engine reads those too; zones it knows by name. */
export const valuesFor = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/\{(\w+):([^}]+)\}/g)].map(([, name, type = ""]) => {
      const one = name === "tz" ? "UTC" : type.includes("String") ? "x" : 1
      return [name as string, type.startsWith("Array") ? [one] : one]
    }),
  )
