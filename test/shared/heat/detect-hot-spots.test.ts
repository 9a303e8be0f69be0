import { describe, expect, test } from "vitest";
import { HotSpotDetector } from "../../../shared/heat/detect-hot-spots.ts";
import type { ThermalFrame } from "../../../shared/heat/thermal-frame.ts";
import { ThermalScene } from "../../support/thermal-scene.ts";

/** The M3T at 60 m: a lying person is 21 by 6 pixels. */
const gsdM = 0.079;
const detect = (frame: ThermalFrame, gsd: number | undefined = gsdM) => new HotSpotDetector().detect(frame, gsd);

describe("the hot-spot detector", () => {
  test("finds a lying person and says where, how large and how warm", () => {
    const frame = new ThermalScene().body(201.3, 340.8, 21, 6.5, 0.5, 5).frame();

    const spots = detect(frame);

    expect(spots).toHaveLength(1);
    const [spot] = spots;
    expect(spot?.xPx).toBeCloseTo(201.3, 0);
    expect(spot?.yPx).toBeCloseTo(340.8, 0);
    expect(Math.hypot(spot?.widthPx ?? 0, spot?.heightPx ?? 0)).toBeGreaterThan(17);
    expect(Math.hypot(spot?.widthPx ?? 0, spot?.heightPx ?? 0)).toBeLessThan(26);
    expect(spot?.peakK).toBeGreaterThan(289.5);
    expect(spot?.peakK).toBeLessThan(290.5);
    expect(spot?.contrastK).toBeGreaterThan(4);
    expect(spot?.contrastK).toBeLessThan(5.2);
    expect(spot?.areaPx).toBeGreaterThan(70);
    expect(spot?.areaPx).toBeLessThan(150);
    expect(spot?.snr).toBeGreaterThan(30);
  });

  test("finds a person of 2 to 8 K at every place and angle, once each", () => {
    let found = 0;
    for (let seed = 0; seed < 14; seed++) {
      const contrastK = 2 + (seed % 7);
      const [x, y] = [60 + ((seed * 97) % 520), 60 + ((seed * 61) % 390)];
      const spots = detect(new ThermalScene().body(x, y, 21, 6, seed * 0.41, contrastK).frame({ seed: seed + 1 }));
      if (spots.length === 1 && Math.hypot((spots[0]?.xPx ?? 0) - x, (spots[0]?.yPx ?? 0) - y) < 1) found++;
    }

    expect(found).toBe(14);
  });

  test("finds it from 120 m, where it is 11 by 3 pixels", () => {
    const spots = detect(new ThermalScene().body(420.5, 100.5, 11, 3.2, 1.1, 3).frame(), 0.158);

    expect(spots).toHaveLength(1);
    expect(Math.hypot((spots[0]?.xPx ?? 0) - 420.5, (spots[0]?.yPx ?? 0) - 100.5)).toBeLessThan(0.7);
  });

  test("finds it in the small picture of a robot dog, near and far", () => {
    const near = new ThermalScene(160, 120).body(90, 70, 34, 10, 0.1, 6).frame();
    const far = new ThermalScene(160, 120).body(40.5, 30.5, 5, 3, 0.1, 6).frame();

    expect(detect(near, 0.05)).toHaveLength(1);
    expect(detect(far, 0.34)).toHaveLength(1);
  });

  test("finds one on a warm road, beside it and at the picture's edge", () => {
    const road = () => new ThermalScene().stripe(320, 256, 0.3, 76, 4);

    expect(detect(road().body(320, 256, 21, 6, 1.2, 4).frame())).toHaveLength(1);
    expect(detect(road().body(320, 320, 21, 6, 0.3, 5).frame())).toHaveLength(1);
    expect(detect(new ThermalScene().body(636, 250, 21, 6, 1.57, 5).frame())).toHaveLength(1);
  });

  test("finds somebody who lies with the feet in a warm pond by head and hands, but no spit of the pond", () => {
    const pond = () => new ThermalScene().paint((x, _y, k) => (x < 300 ? k + 3.1 : k));
    const spit = () => pond().body(304, 250, 14, 6, 0, 3.1);

    const spots = detect(pond().body(308, 250, 21, 6, 0, 3.5).body(317, 250, 4, 4, 0, 6).frame());

    expect(spots.length).toBeGreaterThan(0);
    for (const { xPx, yPx } of spots) expect(Math.hypot(xPx - 312, yPx - 250)).toBeLessThan(14);
    expect(
      detect(
        spit()
          .paint((_x, _y, k) => Math.min(k, 288.1))
          .frame(),
      ),
    ).toEqual([]);
  });

  test("says what the border cuts, and how much warmer than the scene something is", () => {
    const half = () => new ThermalScene().paint((_x, y, k) => (y > 300 ? k + 3 : k));
    const [whole] = detect(half().body(300, 100, 21, 6, 0.3, 5).frame());
    const [cut] = detect(half().body(300, 4, 21, 6, 1.57, 5).frame());

    expect(whole?.cut).toBeUndefined();
    expect(cut?.cut).toBe(true);
    // Half of the picture is 3 K warmer than where the body lies.
    expect(whole?.contrastK).toBeGreaterThan(3.5);
    expect(whole?.aboveSceneK).toBeGreaterThan(1.5);
    expect(whole?.aboveSceneK).toBeLessThan(2.6);
  });

  test("tells two people apart who lie two metres from each other", () => {
    const spots = detect(new ThermalScene().body(300, 200, 21, 6, 1.57, 5).body(325, 200, 21, 6, 1.57, 4).frame());

    expect(spots.map(({ xPx }) => Math.round(xPx)).sort()).toEqual([300, 325]);
  });

  test.each<readonly [string, () => ThermalScene]>([
    ["nothing but noise", () => new ThermalScene()],
    ["a slow gradient", () => new ThermalScene().paint((x, y, k) => k + x / 80 + y / 60)],
    ["a warm road across", () => new ThermalScene().stripe(320, 256, 0.3, 76, 5)],
    [
      "roads of all directions",
      () =>
        new ThermalScene()
          .stripe(300, 200, 0.8, 45, 4)
          .stripe(300, 250, -0.4, 40, 4)
          .paint((_x, _y, k) => Math.min(k, 289)),
    ],
    ["a footpath a metre wide", () => new ThermalScene().stripe(320, 256, 0.4, 13, 3)],
    ["a narrow warm ditch", () => new ThermalScene().stripe(320, 256, 1.2, 5, 3)],
    ["a lake", () => new ThermalScene().body(300, 200, 330, 210, 0.2, 6)],
    ["a field's corner", () => new ThermalScene().paint((x, y, k) => (x + y / 3 > 330 && y - x / 4 > 100 ? k + 5 : k))],
    [
      "the tip of a lake in the picture's corner",
      () => new ThermalScene().paint((x, y, k) => (x + y < 24 ? k + 4 : k)),
    ],
    [
      "the tips of lakes in two corners",
      () => new ThermalScene().paint((x, y, k) => (640 - x + 2 * y < 30 || x + 3 * (512 - y) < 40 ? k + 3 : k)),
    ],
    ["a warm car", () => new ThermalScene().body(320, 200, 58, 25, 0.7, 12)],
    ["the horizon", () => new ThermalScene().paint((_x, y, k) => (y < 130 ? k - 40 : k))],
    ["a dead pixel", () => new ThermalScene().paint((x, y, k) => (x === 300.5 && y === 200.5 ? k + 30 : k))],
    ["something cold", () => new ThermalScene().body(320, 200, 21, 6, 0.7, -6)],
    ["waves 5 m apart", () => new ThermalScene().paint((x, _y, k) => k + 2 * Math.sin(x / 10))],
  ])("sees nobody in %s", (_name, scene) => {
    for (let seed = 1; seed <= 2; seed++) expect(detect(scene().frame({ seed }))).toEqual([]);
  });

  test("in rustling leaves it asks for more contrast than in the open", () => {
    const leaves = () =>
      new ThermalScene().paint((x, y, k) => (x < 320 ? k + 0.8 * Math.sin(x * 1.3) * Math.sin(y * 1.1 + x / 9) : k));

    expect(detect(leaves().frame())).toEqual([]);
    expect(detect(leaves().body(480, 250, 21, 6, 0, 2).frame())).toHaveLength(1);
    expect(detect(leaves().body(160, 250, 21, 6, 0, 7).frame())).toHaveLength(1);
  });

  test("without a ground sampling distance it still finds people of usual sizes", () => {
    expect(new HotSpotDetector().detect(new ThermalScene().body(300, 200, 21, 6, 0.5, 5).frame())).toHaveLength(1);
    expect(new HotSpotDetector().detect(new ThermalScene().body(300, 200, 60, 18, 0.5, 5).frame())).toHaveLength(1);
  });

  test("the size prior follows the distance: a warm car far away is no person near by", () => {
    const blob = new ThermalScene().body(300, 200, 58, 25, 0.5, 5).frame();

    expect(detect(blob, 0.079)).toEqual([]);
    expect(detect(blob, 0.03)).toHaveLength(1);
  });

  test("works on counts that are only relative", () => {
    const { radiometry: _none, ...plain } = new ThermalScene().body(300, 200, 21, 6, 0.5, 5).frame();

    const [spot, ...others] = detect(plain);

    expect(others).toEqual([]);
    expect(spot?.peakK).toBeUndefined();
    expect(spot?.contrastK).toBeGreaterThan(400);
  });

  test("one detector takes frames of any size in turn and finds the same in the same", () => {
    const detector = new HotSpotDetector();
    const large = new ThermalScene().body(300, 200, 21, 6, 0.5, 5).frame();
    const small = new ThermalScene(160, 120).body(90, 70, 12, 5, 0.1, 6).frame();
    const first = detector.detect(large, gsdM);

    detector.detect(small, 0.15);
    detector.detect(new ThermalScene(641, 479).frame(), 0.04);
    detector.detect(new ThermalScene(1280, 1024).frame(), 0.05);

    expect(detector.detect(large, gsdM)).toEqual(first);
  });

  test("a picture full of spots gives the strongest and no more than asked for", () => {
    const confetti = new ThermalScene();
    for (let i = 0; i < 100; i++) {
      const [cx, cy] = [30 + (i % 10) * 60, 30 + Math.floor(i / 10) * 48];
      for (let y = cy - 4; y < cy + 4; y++) {
        for (let x = cx - 4; x < cx + 4; x++) confetti.kelvin[y * 640 + x] = 288 + i / 30;
      }
    }

    const spots = detect(confetti.frame());

    expect(spots).toHaveLength(32);
    expect(Math.min(...spots.map(({ contrastK }) => contrastK))).toBeGreaterThan(4.5);
  });
});
