/** Builds the workroom's script and style from this folder. Names carry a hash of the content, so browsers may keep files for ever. */
import { join } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;

export default defineConfig({
  root,
  publicDir: false,
  base: "./",
  build: {
    outDir: process.env["SOHOA_WORKROOM_OUT"] ?? join(root, "../../dist/workroom"),
    emptyOutDir: true,
    assetsDir: "",
    modulePreload: { polyfill: false },
    // One style sheet: screens are small, and a style that comes late makes a page jump.
    cssCodeSplit: false,
    target: "es2022",
    rolldownOptions: {
      input: join(root, "main.tsx"),
      output: { entryFileNames: "main-[hash].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "main-[hash][extname]" },
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
