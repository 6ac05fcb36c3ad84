export const live = {
  live: "Live · updated",
  lost: "Reconnecting · updated",
  off: "Updated",
  ago: (seconds: string) => `${seconds} s ago`,
  dataTo: (time: string) => `Data to ${time}`,
}
