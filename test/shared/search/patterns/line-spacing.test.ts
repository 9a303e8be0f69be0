import { describe, expect, it } from "vitest";
import { lineSpacing } from "../../../../shared/search/patterns/line-spacing.ts";
import { degToRad } from "../../../../shared/units/angle.ts";

/** DJI M3T, sar.md 3. */
const camera = (pitchDeg: number) => ({
  widthPx: 640,
  heightPx: 512,
  hfovRad: degToRad(45.8),
  vfovRad: degToRad(37.3),
  pitchRad: degToRad(pitchDeg),
});

describe("line spacing", () => {
  it("agrees with the reference for a camera that looks straight down from 60 m", () => {
    const spacing = lineSpacing({ camera: camera(-90), heightAglM: 60, sideOverlap: 0.3 });

    expect(spacing?.swathM).toBeCloseTo(50.6, 0);
    expect(spacing?.alongTrackM).toBeCloseTo(40.5, 1);
    expect(spacing?.spacingM).toBeCloseTo(35.4, 0);
    expect(spacing?.gsdM).toBeCloseTo(0.079, 3);
  });

  it.each([
    { h: 100, d: 60, widthM: 97.5, alongM: 113.6 - 20.1 },
    { h: 100, d: 45, widthM: 119.4, alongM: 201.9 - 49.5 },
    { h: 60, d: 30, widthM: 101.3, alongM: 299.0 - 52.8 },
  ])("agrees with the reference at $d degrees below the horizon from $h m", ({ h, d, widthM, alongM }) => {
    const spacing = lineSpacing({ camera: camera(-d), heightAglM: h, sideOverlap: 0 });

    expect(spacing?.spacingM).toBeCloseTo(widthM, 0);
    expect(Math.abs((spacing?.alongTrackM ?? 0) - alongM)).toBeLessThan(1);
  });

  it("doesn't count what is near the horizon", () => {
    expect(lineSpacing({ camera: camera(-15), heightAglM: 60, sideOverlap: 0 })?.alongTrackM).toBeLessThan(
      60 / Math.tan(degToRad(5)),
    );
  });

  it("is nothing for a camera that doesn't look at the ground", () => {
    for (const pitchDeg of [0, 10, 90, -4]) {
      expect(lineSpacing({ camera: camera(pitchDeg), heightAglM: 60, sideOverlap: 0 })).toBeUndefined();
    }
    expect(lineSpacing({ camera: camera(-90), heightAglM: 0, sideOverlap: 0 })).toBeUndefined();
  });
});
