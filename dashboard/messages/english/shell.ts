import { plural } from "../../format-number.ts"

export const shell = {
  skip: "Skip",
  skipTo: {
    content: "Skip to content",
    "usage-over-time": "Skip to usage over time",
    activity: "Skip to activity",
  },
  screens: "Screens",
  export: "Export…",
  names: {
    usage: "Usage",
    history: "History",
    explore: "Explore",
    operations: "Operations",
    exports: "Exports",
    accounts: "Accounts",
    keys: "Keys",
  },
  menu: {
    name: "Theme and session",
    theme: "Theme",
    themes: { system: "Like the system", light: "Light", dark: "Dark" },
    settings: "Settings",
    help: "Help and keys",
    signOut: "Sign out",
  },
  command: "Search or run…",
  linkCopied: "Link copied",
  screenOf: (screen: string, account: string) => `${screen} of ${account}`,
  dropped: (names: string) => `Not understood in the address, and left out: ${names}.`,
  about: "About this account",
  account: {
    name: "Account",
    choose: "Choose an account",
    prefix: "Account: ",
    search: "Search accounts",
    hint: "Search by name or id",
    what: "The accounts",
    found: (n: number) => `${plural(n, "account", "accounts")} found`,
    list: "Accounts",
    nothing: "No account matches.",
    more: (n: number) => `The first ${n} are listed. Search to find others.`,
    credits: " credits",
    missing: (id: string) => `There is no account “${id}” here`,
    missingText:
      "It may be spelled differently, or this session may not read it. Choose another account in the bar above.",
    none: "No account has used anything yet",
    noneText: (address: string) =>
      `Send the first usage event to ${address}: its account appears here by itself.`,
  },
  notFound: "There is no such page",
  toUsage: "Go to Usage",
  signIn: {
    title: "Sign in to see the usage",
    text: (file: string) =>
      `Open the one-time link that Tidemark prints when it starts, or enter an admin or API key. The admin key is in the file ${file} of the data folder. Afterwards you are back on this page.`,
    key: "Key",
    submit: "Sign in",
    noKey: "This is no key",
    noKeyText: "A key has letters, digits and signs only, and no spaces. Copy it again.",
  },
}
