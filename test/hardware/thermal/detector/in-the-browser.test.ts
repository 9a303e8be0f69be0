import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web";
import { beforeAll, describe, expect, it } from "vitest";
import { shippedModelFolder } from "../../../../hardware/thermal/detector/open-person-detector.ts";
import { joinOverlaps } from "../../../../shared/heat/network/join-overlaps.ts";
import { NetworkModelSchema } from "../../../../shared/heat/network/network-model.ts";
import { type NetworkOutput, readOutput } from "../../../../shared/heat/network/network-output.ts";
import { searchPlan } from "../../../../shared/heat/network/search-plan.ts";
import { peopleScene } from "../../../support/people-scene.ts";

const folder = shippedModelFolder();
const bytes = new Uint8Array(readFileSync(join(folder, "person.onnx")));
const model = NetworkModelSchema.parse(JSON.parse(readFileSync(join(folder, "person.json"), "utf8")));

const scene = peopleScene({ widthPx: 320, heightPx: 256, persons: 6 });
const dims = [1, 1, scene.heightPx, scene.widthPx];

const floats = (output: { readonly data: unknown } | undefined): Float32Array => {
  if (output?.data instanceof Float32Array) return output.data;
  throw new Error("Expected float32 from the network.");
};

describe("the network's file in the browser's runtime (WebAssembly)", () => {
  let [inNode, inBrowser]: (NetworkOutput | undefined)[] = [];

  beforeAll(async () => {
    web.env.wasm.numThreads = 1;
    const browserSession = await web.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
    const fromBrowser = await browserSession.run({ frames: new web.Tensor("uint8", scene.data, dims) });
    const nodeSession = await node.InferenceSession.create(bytes);
    const fromNode = await nodeSession.run({ frames: new node.Tensor("uint8", scene.data, dims) });
    inBrowser = { scores: floats(fromBrowser.scores), boxes: floats(fromBrowser.boxes) };
    inNode = { scores: floats(fromNode.scores), boxes: floats(fromNode.boxes) };
  });

  it("gives the same boxes with the same scores as in the station", () => {
    const [tile] = searchPlan(640, 512).tiles;
    const { widthPx, heightPx } = scene;
    const read = (output: NetworkOutput | undefined) =>
      output && tile
        ? joinOverlaps(readOutput(output, { tile, scale: 1, widthPx, heightPx }, model, 0.05), model.nmsIou)
        : [];

    const [station, browser] = [read(inNode), read(inBrowser)];

    expect(station.length).toBeGreaterThan(3);
    expect(browser.map(({ category }) => category)).toEqual(station.map(({ category }) => category));
    for (const [index, one] of station.entries()) {
      // Each runtime rounds 8-bit sums in its own order: the same things, a hair apart.
      expect(Math.abs((browser[index]?.score ?? 0) - one.score)).toBeLessThan(0.02);
      expect(Math.abs((browser[index]?.xPx ?? 0) - one.xPx)).toBeLessThan(0.25);
      expect(Math.abs((browser[index]?.widthPx ?? 0) - one.widthPx)).toBeLessThan(0.25);
    }
  });

  it("reads the bytes as they are: a picture of nothing gives other scores", async () => {
    const session = await web.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
    const empty = new web.Tensor("uint8", new Uint8Array(scene.data.length).fill(128), dims);

    const { scores } = await session.run({ frames: empty });

    expect(Math.max(...floats(scores))).toBeLessThan(Math.max(...(inBrowser?.scores ?? [])));
  });
});
