// Loaded before the first paint, so that a chosen theme never flashes; a file because the content
// security policy allows no inline script. Keep the key and the values in step with theme.ts.
try {
  // In a frame the host chooses, in the address what is to hold before its first message.
  const theme = location.pathname.startsWith("/embed/")
    ? new URLSearchParams(location.search).get("theme")
    : localStorage.getItem("tidemark.theme")
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme
} catch {
  // Storage may be blocked; then the system's theme holds.
}
