import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const outDir = fileURLToPath(new URL("../dist/renderer", import.meta.url));

export default defineConfig({
  root,
  base: "./",
  plugins: [react()],
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2023",
    // Nothing inline: the station's content security policy allows only its own files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // The screen; the phone's page, small; and what keeps that page for times without network, whose name browsers remember.
      input: ["index.html", "phone.html", "phone/phone-worker.ts"].map((entry) => `${root}${entry}`),
      output: {
        entryFileNames: ({ name }) => (name === "phone-worker" ? "phone-worker.js" : "assets/[name]-[hash].js"),
      },
    },
    // One file, from the same machine or its network: parts of it would only come later when somebody flies.
    chunkSizeWarningLimit: 2_500,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8420", ws: true } } },
});
