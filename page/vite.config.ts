import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

/** Observable Plot writes a <style> element into each figure, which the content policy of the page
 * refuses. The rules stand in src/paper.css; here the element goes. */
function withoutInlineStyles(): Plugin {
  const written = 'svg.append("style").text(';
  return {
    name: "without-inline-styles",
    transform(code, id) {
      if (!/@observablehq\/plot\/src\/plot\.js$/.test(id)) return;
      if (!code.includes(written)) this.error("Observable Plot writes its styles in another way");
      return { code: code.replace(written, "void ("), map: null };
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [svelte(), withoutInlineStyles()],
  build: {
    outDir: "../src/kautilya/web/page",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 500,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8787" } },
});
