import { describe, expect, test } from "vitest";
import type { DetectorAnswer, DetectorClient } from "../../../../hardware/thermal/detector/person-detector.ts";
import { FrameSearch } from "../../../../hardware/thermal/search/frame-search.ts";
import type { FeedFrame } from "../../../../hardware/thermal/source/picture-source.ts";
import type { FrameSightings } from "../../../../hardware/thermal/thermal-source.ts";
import type { Detection } from "../../../../shared/heat/detection.ts";
import { ThermalScene } from "../../../support/thermal-scene.ts";

const person: Detection = {
  xPx: 190,
  yPx: 333,
  widthPx: 22,
  heightPx: 16,
  category: "person",
  score: 0.9,
  personProbability: 0.85,
};
const elsewhere: Detection = { ...person, xPx: 500, yPx: 100, personProbability: 0.6 };
const body = new ThermalScene().body(201.3, 340.8, 21, 6.5, 0.5, 5).frame();

const countsFrame = (sequence: number): FeedFrame => {
  const { widthPx, heightPx, data, radiometry } = body;
  return {
    ...{ widthPx, heightPx, sequence, captureVehicleTimeMs: 100 * sequence, captureProcessMs: 0, captureSigmaMs: 10 },
    values: { kind: "counts", data, ...(radiometry ? { radiometry } : {}) },
  };
};
const greyFrame = (sequence: number): FeedFrame => {
  const data = new Uint8Array(640 * 512).fill(80);
  for (let y = 335; y < 348; y++) data.fill(200, y * 640 + 192, y * 640 + 210);
  return {
    ...{ widthPx: 640, heightPx: 512, sequence, captureProcessMs: 5, captureSigmaMs: 10 },
    values: { kind: "grey", data },
  };
};

/** A network that answers when it is told to. */
class FakeNetwork implements DetectorClient {
  readonly asked: ((answer: DetectorAnswer) => void)[] = [];
  detect(): Promise<DetectorAnswer> {
    return new Promise((resolve) => this.asked.push(resolve));
  }
  async answer(detections: readonly Detection[]): Promise<void> {
    this.asked.shift()?.({ state: "searched", detections, tookMs: 30, pass: "full" });
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  close(): void {}
}

const start = (network: DetectorClient | undefined) => {
  const found: FrameSightings[] = [];
  const arrived: (() => void)[] = [];
  const search = new FrameSearch({
    ...{ now: () => performance.now(), network, searches: true },
    found: (sightings) => {
      found.push(sightings);
      for (const wake of arrived.splice(0)) wake();
    },
  });
  const offer = (frame: FeedFrame) => {
    search.offer(frame, undefined);
    search.step();
  };
  return { search, found, offer, next: () => new Promise<void>((resolve) => arrived.push(resolve)) };
};

describe("the search of a feed's pictures", () => {
  test("is by temperature alone, at once, where there is no network", () => {
    const { found, offer } = start(undefined);

    offer(countsFrame(1));

    expect(found[0]).toMatchObject({ sequence: 1, captureVehicleTimeMs: 100 });
    expect(found[0]?.searchedByNetwork).toBeUndefined();
    expect(found[0]?.spots[0]?.personProbability).toBeUndefined();
  });

  test("gives a hot spot the network's word, and boxes of their own to what only the network saw", async () => {
    const network = new FakeNetwork();
    const { found, offer } = start(network);
    offer(countsFrame(1));

    await network.answer([person, elsewhere]);

    const [spot, box] = found[0]?.spots ?? [];
    expect(found[0]?.searchedByNetwork).toBe(true);
    expect(spot).toMatchObject({ category: "person", personProbability: 0.85 });
    expect(spot?.finder).toBeUndefined();
    expect(spot?.peakK).toBeGreaterThan(288);
    expect(box).toMatchObject({ finder: "network", personProbability: 0.6, xPx: 511, yPx: 108 });
    expect(box?.peakK).toBeCloseTo(285, 0);
  });

  test("doubts a hot spot where the network saw nothing", async () => {
    const network = new FakeNetwork();
    const { found, offer } = start(network);
    offer(countsFrame(1));

    await network.answer([]);

    expect(found[0]?.spots[0]?.personProbability).toBeLessThan(0.1);
  });

  test("keeps pictures in their order: a later one waits for the network's word on the one before, a quarter of a second at most", async () => {
    const network = new FakeNetwork();
    const { found, offer, next } = start(network);
    const startMs = performance.now();
    offer(countsFrame(1));
    offer(countsFrame(2));
    expect(found).toEqual([]);

    await next();

    expect(performance.now() - startMs).toBeGreaterThan(200);
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(found.map(({ sequence, searchedByNetwork }) => [sequence, searchedByNetwork])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
    await network.answer([person]);
    expect(found).toHaveLength(2);
  });

  test("of greys is the network's alone, the newest first; what a box holds is measured in the picture", async () => {
    const network = new FakeNetwork();
    const { found, offer } = start(network);
    for (const sequence of [1, 2, 3, 4]) offer(greyFrame(sequence));
    await network.answer([person]);
    await network.answer([]);

    expect(found.map(({ sequence }) => sequence)).toEqual([1, 4]);
    expect(found[1]?.droppedFrames).toBe(2);
    expect(found[0]).toMatchObject({ captureProcessMs: 5, searchedByNetwork: true });
    expect(found[0]?.spots[0]).toMatchObject({ finder: "network", personProbability: 0.85, category: "person" });
    expect(found[0]?.spots[0]?.contrastK).toBeGreaterThan(80);
    expect(found[0]?.spots[0]?.peakK).toBeUndefined();
    expect(found[0]?.spots[0]?.cropPng).toBeDefined();
  });

  test("keeps whole pictures of the last seconds for examples", async () => {
    const network = new FakeNetwork();
    const { search, offer } = start(network);
    offer(greyFrame(1));
    await network.answer([]);

    expect(search.stills.at(undefined)).toMatchObject({ widthPx: 640, heightPx: 512, captureProcessMs: 5 });
    expect(search.stills.at(1e6)?.data.length).toBe(640 * 512);
  });
});
