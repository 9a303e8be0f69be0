import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { isStillName, readStill } from "../../../../hardware/thermal/stills/read-still.ts";
import { peopleScene } from "../../../support/people-scene.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-stills-"));
afterAll(() => rmSync(folder, { recursive: true }));

const scene = peopleScene({ widthPx: 160, heightPx: 120, persons: 2 });
const raw = { width: scene.widthPx, height: scene.heightPx, channels: 1 } as const;
/** The same scene as a camera of 16 bits has it: 0.01 K a count, some 5 K from dark to bright. */
const counts = Uint16Array.from(scene.data, (grey) => 28_000 + grey * 2);

const picture = async (name: string) => {
  const still = await readStill(join(folder, name));
  if (!still.ok) throw new Error(still.detail);
  return still.picture;
};
const correlation = (a: Uint8Array, b: Uint8Array): number => {
  const mean = (data: Uint8Array) => data.reduce((sum, value) => sum + value, 0) / data.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
};

describe("a still picture", () => {
  it("of 8 bits is taken as it is, grey or in colours", async () => {
    await sharp(scene.data, { raw }).png().toFile(join(folder, "grey.png"));
    await sharp(scene.data, { raw }).toColourspace("srgb").png().toFile(join(folder, "colour.png"));

    expect(await picture("grey.png")).toEqual({ widthPx: 160, heightPx: 120, data: Buffer.from(scene.data) });
    expect((await picture("colour.png")).data.length).toBe(160 * 120);
    expect(correlation((await picture("colour.png")).data, scene.data)).toBeGreaterThan(0.999);
  });

  it.each(["png", "tiff"])("of 16 bits (%s) is stretched to all greys", async (format) => {
    const pipeline = sharp(counts, { raw: { ...raw } }).toColourspace("grey16");
    await (format === "png" ? pipeline.png() : pipeline.tiff({ compression: "none" })).toFile(
      join(folder, `deep.${format}`),
    );

    const { data, widthPx, heightPx } = await picture(`deep.${format}`);

    expect([widthPx, heightPx]).toEqual([160, 120]);
    expect(Math.min(...data)).toBe(0);
    expect(Math.max(...data)).toBe(255);
    expect(correlation(data, scene.data)).toBeGreaterThan(0.97);
  });

  it("of temperatures (TIFF with floats) is stretched, too", async () => {
    writeFileSync(
      join(folder, "celsius.tiff"),
      floatTiff(
        160,
        120,
        Float32Array.from(scene.data, (grey) => grey / 20 - 5),
      ),
    );

    expect(correlation((await picture("celsius.tiff")).data, scene.data)).toBeGreaterThan(0.97);
  });

  it.each([
    [
      "cut off",
      async (path: string) => {
        await sharp(scene.data, { raw }).jpeg().toFile(path);
        truncateSync(path, 900);
      },
    ],
    ["empty", async (path: string) => writeFileSync(path, "")],
    ["something else", async (path: string) => writeFileSync(path, "<html>not found</html>")],
  ])("that is %s is refused with a reason on one line", async (_, make) => {
    const path = join(folder, "bad.jpg");
    await make(path);

    expect(await readStill(path)).toEqual({ ok: false, detail: expect.stringMatching(/^[^\n]{5,}$/) });
  });

  it("that isn't there is refused", async () => {
    expect(await readStill(join(folder, "none.jpg"))).toMatchObject({ ok: false });
  });

  it("is known by its name's end", () => {
    expect(["a.jpg", "a.JPEG", "a.png", "a.tif", "a.TIFF"].every(isStillName)).toBe(true);
    expect(["a.mp4", "a.json", "jpg"].some(isStillName)).toBe(false);
  });
});

/** A plain TIFF of 32-bit floats: TIFF 6.0, section 4. */
const floatTiff = (width: number, height: number, values: Float32Array): Uint8Array => {
  const tags: readonly (readonly [number, number, number])[] = [
    [256, 3, width],
    [257, 3, height],
    [258, 3, 32],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 3, height],
    [279, 4, values.byteLength],
    [339, 3, 3],
  ];
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length, 0);
  for (const [index, [tag, type, value]] of tags.entries()) {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  }
  const header = Buffer.from("II*\0\0\0\0\0", "latin1");
  header.writeUInt32LE(8 + values.byteLength, 4);
  return Buffer.concat([header, Buffer.from(values.buffer), directory]);
};
