export const embed = {
  waiting: "Waiting for the page around this one to say whose usage to show.",
  alone: "This page stands inside another one",
  aloneText:
    "It shows an account's usage in the product that it belongs to, and learns from there whose. On its own it shows nothing.",
  refused: "Your usage cannot be shown just now. Reload the page, or sign in again.",
  unreachable: "Your usage cannot be reached just now. It is tried again by itself.",
}
