import { defineConfig } from "vite"
import solid from "vite-plugin-solid"

export default defineConfig({
  root: "dashboard",
  plugins: [solid()],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    manifest: true,
    // The first versions with `light-dark()`, on which the two themes rest; written down so that it
    // is not rewritten for older ones.
    target: ["chrome123", "firefox120", "safari17.5"],
    // Inlined files would be `data:` addresses, which the page's content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/v1": "http://127.0.0.1:4000", "/sign-in": "http://127.0.0.1:4000" } },
})
