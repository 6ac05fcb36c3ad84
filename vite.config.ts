import { defineConfig, type Plugin } from "vite"
import solid from "vite-plugin-solid"

/**
 * Chromium then compiles all functions of a file while it loads, beside the page's own work, and not one by one as
 * they are first called. It reads the mark at the very beginning only. Of Plot just a part is ever called.
 */
const compiledEarly: Plugin = {
  name: "compiled-early",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler: (_, bundle) => {
      for (const chunk of Object.values(bundle))
        if (chunk.type === "chunk" && !isMostlyPlot(chunk.moduleIds))
          chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`
    },
  },
}

const isMostlyPlot = (modules: ReadonlyArray<string>) =>
  modules.filter((id) => id.includes("/@observablehq/plot/")).length * 2 > modules.length

export default defineConfig({
  root: "dashboard",
  plugins: [solid(), compiledEarly],
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
    rolldownOptions: {
      output: {
        // What every page begins with is one file, and not a request for each of the parts it is shared with.
        codeSplitting: {
          groups: [
            { name: "page", tags: ["$initial"], test: (id) => !/index\.html|main\.tsx/.test(id) },
          ],
        },
      },
    },
  },
  server: { proxy: { "/v1": "http://127.0.0.1:4000", "/sign-in": "http://127.0.0.1:4000" } },
})
