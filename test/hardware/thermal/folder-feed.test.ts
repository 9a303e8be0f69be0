import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ThermalScene } from "../../support/thermal-scene.ts";
import { WatchedFeed } from "../../support/watched-feed.ts";

let folder = "";
let watched: WatchedFeed | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pictures-"));
});
afterEach(async () => {
  await watched?.feed.close();
  watched = undefined;
  rmSync(folder, { recursive: true });
});

const greyPng = (level: number) =>
  encode({ width: 64, height: 48, data: new Uint8Array(64 * 48).fill(level), channels: 1, depth: 8 });

describe("a folder of pictures as a feed", () => {
  test("a damaged one in the middle of a thousand is named, and the rest goes on to the end", async () => {
    for (let i = 0; i < 1000; i++) {
      const bytes = i === 500 ? greyPng(1).subarray(0, 60) : greyPng(i % 256);
      writeFileSync(join(folder, `picture-${i}.png`), bytes);
    }
    watched = new WatchedFeed(`file:${folder}?fps=120`);

    await watched.until(() => watched?.states.includes("ended") ?? false);

    expect(watched.faults.map(({ code }) => code)).toEqual(["not-decodable", "ended"]);
    expect(watched.faults[0]?.detail).toContain("picture-500.png can't be read");
    expect(watched.states).toEqual(["connecting", "streaming", "ended"]);
  });

  test("16-bit counts are temperatures: hot spots are found in them, and each place tells its kelvin", async () => {
    const { widthPx, heightPx, data } = new ThermalScene().body(201.3, 340.8, 21, 6.5, 0.5, 5).frame();
    writeFileSync(join(folder, "a.png"), encode({ width: widthPx, height: heightPx, data, channels: 1, depth: 16 }));
    watched = new WatchedFeed(`file:${folder}?fps=5&loop=1&scale=centi-kelvin`);
    watched.watch();

    await watched.until(() => (watched?.sightings.length ?? 0) > 2 && (watched?.pictures.length ?? 0) > 0);

    expect(watched.sightings[0]?.spots[0]?.xPx).toBeCloseTo(201.3, 0);
    expect(watched.pictures[0]).toMatchObject({ radiometric: true, codec: "image", stamped: false });
    expect((await watched.feed.look(0.5, 0.5))?.temperatureK).toBeCloseTo(285, 0);
    watched.feed.set({ rangeK: { lowK: 280, highK: 300 } });
    const isLocked = () =>
      watched?.video.some(
        (piece) => piece.kind === "config" && piece.range?.locked === true && piece.range.highK === 300,
      ) ?? false;
    await watched.until(isLocked);
  });

  test("an empty folder is told of", async () => {
    watched = new WatchedFeed(`file:${folder}`);

    await watched.until(() => (watched?.faults.length ?? 0) > 0);

    expect(watched.faults[0]).toMatchObject({ code: "no-picture" });
  });
});
