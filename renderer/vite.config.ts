import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const outDir = fileURLToPath(new URL("../dist/renderer", import.meta.url));

/** Only our own part of dist/renderer is emptied: the compiler puts the same room's declarations beside it. */
const emptyAssets: Plugin = {
  name: "lantern-empty-assets",
  apply: "build",
  buildStart: () => rmSync(`${outDir}/assets`, { recursive: true, force: true }),
};

export default defineConfig({
  root,
  base: "./",
  plugins: [react(), emptyAssets],
  build: {
    outDir,
    emptyOutDir: false,
    target: "es2023",
    // Nothing inline: the station's content security policy allows only its own files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_500,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8420", ws: true } } },
});
