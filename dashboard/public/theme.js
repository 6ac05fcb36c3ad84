// Loaded before the first paint, so that a chosen theme never flashes; a file because the content
// security policy allows no inline script. Keep the key and the values in step with theme.ts.
try {
  const theme = localStorage.getItem("tidemark.theme")
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme
} catch {
  // Storage may be blocked; then the system's theme holds.
}
