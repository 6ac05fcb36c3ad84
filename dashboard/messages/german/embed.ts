import type { embed as english } from "../english/embed.ts"

export const embed: typeof english = {
  waiting: "Wartet darauf, dass die umgebende Seite sagt, wessen Verbrauch zu zeigen ist.",
  alone: "Diese Seite steht in einer anderen",
  aloneText:
    "Sie zeigt den Verbrauch eines Kontos in dem Produkt, zu dem es gehört, und erfährt von dort, wessen. Für sich allein zeigt sie nichts.",
  refused:
    "Der Verbrauch kann gerade nicht gezeigt werden. Die Seite neu laden oder neu anmelden hilft.",
  unreachable:
    "Der Verbrauch ist gerade nicht zu erreichen. Es wird von selbst noch einmal versucht.",
}
