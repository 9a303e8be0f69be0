import fc from "fast-check";
import { encode } from "fast-png";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { kelvinOf, readFlirJpeg } from "../../../../hardware/thermal/radiometric/flir-jpeg.ts";
import { readPicture } from "../../../../hardware/thermal/radiometric/read-picture.ts";
import { buildFlirJpeg } from "../../../support/flir-jpeg.ts";

const [widthPx, heightPx] = [200, 180];
const counts = Uint16Array.from({ length: widthPx * heightPx }, (_, i) => 12_000 + (i % 4000));
/** Of a FLIR E40, as published with the R package Thermimage. */
const planck = { r1: 21_106.77, b: 1501, f: 1, o: -7340, r2: 0.012545258, emissivity: 0.95, reflectedK: 293.15 };
const celsius = { kelvinPerCount: 0.01, kelvinAtZero: 273.15 };

describe("pictures with temperatures", () => {
  test("a FLIR radiometric JPEG gives kelvin by its own constants", async () => {
    const picture = readFlirJpeg(await buildFlirJpeg({ widthPx, heightPx, counts, planck }));

    expect(picture).toMatchObject({ widthPx, heightPx, radiometry: { kelvinPerCount: 0.01, kelvinAtZero: 0 } });
    const kelvin = kelvinOf(counts[7] ?? 0, planck);
    expect((picture?.counts[7] ?? 0) * 0.01).toBeCloseTo(kelvin, 2);
    // What a count of 13000 is by hand, without reflection: 1501 / ln(21106.77 / (0.012545258 (13000 - 7340)) + 1) = 263.3 K.
    expect(kelvinOf(13_000, { ...planck, emissivity: 1 })).toBeCloseTo(263.3, 0);
  });

  test("a damaged one is no picture of temperatures, and nothing throws", async () => {
    const whole = await buildFlirJpeg({ widthPx: 16, heightPx: 16, counts: counts.slice(0, 256), planck });
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(whole.length),
        (at, value, end) => {
          const damaged = whole.slice(0, end);
          if (at < damaged.length) damaged[at] = value;
          readFlirJpeg(damaged);
        },
      ),
      { numRuns: 300 },
    );
    expect(readFlirJpeg(new Uint8Array([0xff, 0xd8, 0xff, 0xe1]))).toBeUndefined();
  });

  test.each(["png", "tiff"] as const)("16-bit %s keeps each count, with the scale that was typed", async (format) => {
    const png = encode({ width: widthPx, height: heightPx, data: counts, channels: 1, depth: 16 });
    const bytes =
      format === "png" ? png : await sharp(png).toColourspace("grey16").tiff({ compression: "none" }).toBuffer();

    const read = await readPicture(new Uint8Array(bytes), celsius);

    expect(read.ok && read.picture).toMatchObject({ widthPx, heightPx });
    const values = read.ok ? read.picture.values : undefined;
    expect(values?.kind === "counts" && values.radiometry).toEqual(celsius);
    expect(values?.data).toEqual(counts);
  });

  test("an 8-bit picture is grey; a text is told to be none", async () => {
    const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#808080" } })
      .jpeg()
      .toBuffer();
    const grey = await readPicture(new Uint8Array(jpeg), undefined);
    const none = await readPicture(new TextEncoder().encode("no picture"), undefined);

    expect(grey.ok && grey.picture).toMatchObject({ widthPx: 64, heightPx: 48, values: { kind: "grey" } });
    expect(none.ok).toBe(false);
  });
});
