export const settings = {
  title: "Settings",
  language: "Language",
  likeBrowser: "Like the browser",
  numbers: "Figures",
  likeLanguage: "As the language has them",
  week: "Weeks of calendars begin on",
  zone: "Time zone of days and times",
  zoneNote: "Figures by day follow it; it is part of every link.",
  density: "Rows of entries",
  shortcuts: "Single-key shortcuts",
  live: "Figures come by themselves",
  kept: "Kept in this browser.",
}
