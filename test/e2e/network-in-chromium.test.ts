import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as node from "onnxruntime-node";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shippedModelFolder } from "../../hardware/thermal/detector/open-person-detector.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { peopleScene } from "../support/people-scene.ts";

const runtime = fileURLToPath(new URL("../../node_modules/onnxruntime-web/dist/", import.meta.url));
const types: Readonly<Record<string, string>> = { mjs: "text/javascript", wasm: "application/wasm" };
/** Vitest rewrites an import within the test; in the page's own script it stays one. */
const html = `<!doctype html><link rel="icon" href="data:,">
  <script type="module">import * as ort from "/ort.wasm.min.mjs"; globalThis.ort = ort;</script>`;
const scene = peopleScene({ widthPx: 320, heightPx: 256, persons: 4 });

describe("the network's file", () => {
  let server: Server;
  let browser: Browser | undefined;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const name = (request.url ?? "/").slice(1);
      if (name === "") return response.setHeader("Content-Type", "text/html").end(html);
      const folder = name.startsWith("person.") ? shippedModelFolder() : runtime;
      response.setHeader("Content-Type", types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream");
      return response.end(readFileSync(join(folder, name)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    if (chromiumPath()) browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it.skipIf(!chromiumPath())(
    `gives the same scores in Chromium as in the station${chromiumPath() ? "" : ` (${noChromium})`}`,
    async () => {
      const session = await node.InferenceSession.create(join(shippedModelFolder(), "person.onnx"));
      const frames = new node.Tensor("uint8", scene.data, [1, 1, scene.heightPx, scene.widthPx]);
      const station = Array.from((await session.run({ frames })).scores?.data as Float32Array);
      const page = await browser?.newPage();
      await page?.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page?.waitForFunction("globalThis.ort !== undefined");

      const inPage = await page?.evaluate(
        async ({ data, heightPx, widthPx }) => {
          const { ort } = globalThis as unknown as { ort: typeof import("onnxruntime-web/wasm") };
          ort.env.wasm.numThreads = 1;
          ort.env.wasm.wasmPaths = "/";
          const network = await ort.InferenceSession.create("/person.onnx", { executionProviders: ["wasm"] });
          const { scores } = await network.run({
            frames: new ort.Tensor("uint8", Uint8Array.from(data), [1, 1, heightPx, widthPx]),
          });
          return Array.from(scores?.data as Float32Array);
        },
        { data: [...scene.data], heightPx: scene.heightPx, widthPx: scene.widthPx },
      );

      expect(Math.max(...station)).toBeGreaterThan(0.3);
      expect(inPage).toHaveLength(station.length);
      const apart = Math.max(...station.map((score, index) => Math.abs(score - (inPage?.[index] ?? Number.NaN))));
      // Each runtime rounds 8-bit sums in its own order.
      expect(apart).toBeLessThan(0.02);
    },
  );
});
