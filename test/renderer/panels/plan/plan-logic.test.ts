import { describe, expect, it } from "vitest";
import { translator } from "../../../../renderer/i18n/translate.ts";
import { createFormat } from "../../../../renderer/panels/format.ts";
import {
  cameraNamed,
  cameraPresets,
  personInPicture,
  usualCamera,
} from "../../../../renderer/panels/plan/camera-presets.ts";
import { altitudeText, elementDetail, elementTitle } from "../../../../renderer/panels/plan/element-text.ts";
import {
  freeName,
  insertElements,
  insertIndex,
  lastCamera,
  newPlain,
  newPoint,
  plainKinds,
} from "../../../../renderer/panels/plan/new-element.ts";
import { isLonFirst, parsePlace } from "../../../../renderer/panels/plan/parse-place.ts";
import {
  areaKinds,
  areaShape,
  datumKinds,
  datumShape,
  kindsLike,
  newPattern,
  type PatternElement,
  setCamera,
  setHeight,
  setKind,
  setShape,
  setSpacing,
  spacingOf,
} from "../../../../renderer/panels/plan/pattern-settings.ts";
import { degToRad } from "../../../../shared/units/angle.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { placeAt } from "../../../support/build-views.ts";

const area = { outline: [placeAt(0, 0), placeAt(0, 200), placeAt(200, 200)], holes: [] };
const flying = { aglM: 60, flies: true } as const;
const fresh = (kind: (typeof areaKinds)[number] = "parallel"): PatternElement =>
  newPattern("p", areaShape(kind, area, 30), usualCamera, flying);
const spacingM = ({ shape }: PatternElement): number | undefined => ("spacingM" in shape ? shape.spacingM : undefined);

describe("a pattern's settings", () => {
  it("space lines for the camera, its height and the overlap (sar.md 3: M3T at 60 m, 30 %: 35.4 m)", () => {
    const element = fresh();

    expect(spacingM(element)).toBeCloseTo(35.4, 0);
    expect(spacingOf(element)?.swathM).toBeCloseTo(50.6, 0);
  });

  it("follow a change of height, of camera and of its angle", () => {
    const h20t = cameraNamed("DJI H20T", usualCamera);
    const higher = setHeight(fresh(), { aglM: 120 });
    const narrower = setCamera(fresh(), h20t);
    const ahead = setCamera(fresh(), { ...usualCamera, pitchRad: degToRad(-45) });

    expect(spacingM(higher)).toBeCloseTo(70.9, 0);
    expect(spacingM(narrower)).toBeCloseTo(23.9, 0);
    expect(spacingM(ahead)).toBeGreaterThan(45);
  });

  it("turn a spacing chosen by hand into its overlap, and back", () => {
    const byHand = setSpacing(fresh(), 25.3);

    expect(spacingM(byHand)).toBe(25.3);
    expect(byHand.camera?.sideOverlap).toBeCloseTo(0.5, 2);
    expect(setSpacing(fresh(), 500).camera?.sideOverlap).toBe(0);
    expect(setSpacing(fresh(), 0.5).camera?.sideOverlap).toBe(0.95);
  });

  it("leave the spacing alone without a camera, and with one that looks at the sky", () => {
    const bare = setHeight(setCamera(fresh(), undefined), { aglM: 100 });
    const sky = setCamera(fresh(), { ...usualCamera, pitchRad: degToRad(10) });

    expect(spacingM(bare)).toBeCloseTo(35.4, 0);
    expect("camera" in bare).toBe(false);
    expect(spacingM(sky)).toBeCloseTo(35.4, 0);
  });

  it("take the old path away, whatever is changed", () => {
    const laid: PatternElement = { ...fresh(), points: [{ ...placeAt(0, 0), searching: true }] };

    const changed = [
      setHeight(laid, { followTerrain: false }),
      setSpacing(laid, 9),
      setKind(laid, "contour"),
      setCamera(laid, undefined),
    ];

    for (const element of changed) expect(element.points).toEqual([]);
  });

  it("keep the drawing when it is searched in another way", () => {
    for (const from of areaKinds)
      for (const to of areaKinds) expect(setKind(fresh(from), to).shape).toMatchObject({ kind: to, area });
    const around = setShape(fresh(), datumShape("expanding-square", placeAt(5, 5), 30));
    for (const kind of datumKinds) expect(setKind(around, kind).shape).toMatchObject({ kind, datum: placeAt(5, 5) });
    expect(setKind(around, "parallel")).toBe(around);
    expect(kindsLike(around.shape)).toEqual(datumKinds);
    expect(kindsLike({ kind: "corridor", line: [], widthM: 1, spacingM: 1 })).toEqual(["corridor"]);
  });

  it("give a robot no height and no camera", () => {
    const walked = newPattern("p", areaShape("parallel", area, 30), usualCamera, { aglM: 60, flies: false });

    expect(walked.height).toMatchObject({ aglM: 0, followTerrain: false });
    expect("camera" in walked).toBe(false);
    expect(spacingM(walked)).toBe(10);
  });
});

describe("the person in the picture", () => {
  it("is as large as sar.md says, and enough for what it says", () => {
    const at = (name: string, aglM: number) => {
      const camera = cameraNamed(name, undefined);
      const gsdM =
        spacingOf({ camera, height: { aglM, followTerrain: true, maxClimb: 1 } } as PatternElement)?.gsdM ?? 0;
      return personInPicture(gsdM);
    };

    expect(at("DJI M3T / M30T", 60).longPx).toBeCloseTo(21.5, 0);
    expect(at("DJI M3T / M30T", 60)).toMatchObject({ enough: "recognise" });
    expect(at("DJI H30T", 60)).toMatchObject({ enough: "identify" });
    expect(at("Lepton 3.x", 60)).toMatchObject({ enough: "detect" });
    expect(at("Lepton 3.x", 110)).toMatchObject({ enough: "none" });
    expect(cameraPresets).toHaveLength(7);
    expect(cameraNamed("nobody's", undefined)).toBeUndefined();
  });
});

describe("a new element", () => {
  const plan = buildPlan("1");

  it("goes behind the one that is worked at, else before the end, and never behind the return", () => {
    const last = plan.elements.length - 1;

    expect(insertIndex(plan, undefined, "point")).toBe(last);
    expect(insertIndex(plan, { kind: "element", id: "e2" }, "point")).toBe(2);
    expect(insertIndex(plan, { kind: "element", id: "e6" }, "point")).toBe(last);
    expect(insertIndex(plan, { kind: "fence", id: "e2" }, "point")).toBe(last);
    expect(insertIndex(plan, { kind: "element", id: "e5" }, "take-off")).toBe(0);
    expect(insertIndex(plan, undefined, "land")).toBe(last + 1);
  });

  it("of a route go in one behind the other", () => {
    const added = ["a", "b", "c"].map((id, i) => newPoint(id, placeAt(i, i)));

    const ids = insertElements(plan, { kind: "element", id: "e1" }, added).elements.map(({ id }) => id);

    expect(ids).toEqual(["e1", "a", "b", "c", "e2", "e3", "e4", "e5", "e6"]);
    expect(insertElements(plan, undefined, [])).toBe(plan);
  });

  it("begins with something that can be flown; a loop needs something to go back to", () => {
    const empty = { ...plan, elements: [] };

    for (const kind of plainKinds) expect(newPlain("x", kind, plan)).toMatchObject({ id: "x", kind });
    expect(newPlain("x", "loop", empty)).toBeUndefined();
    expect(lastCamera(plan, usualCamera).name).toBe("M3T");
    expect(lastCamera(empty, usualCamera)).toBe(usualCamera);
    expect(freeName(["Plan 1", "Plan 3"], (n) => `Plan ${n}`)).toBe("Plan 2");
  });
});

describe("a place that is typed", () => {
  it.each([
    ["30.87021, 120.43212", 30.87021, 120.43212],
    ["30.87021 120.43212", 30.87021, 120.43212],
    ["30.87021，120.43212", 30.87021, 120.43212],
    ["-33.5,-70.6", -33.5, -70.6],
    ["30°52′12.8″N, 120°25′55.6″E", 30.870222, 120.432111],
    ["30°52'12.8\"N 120°25'55.6\"E", 30.870222, 120.432111],
    ["N 30 52.2, E 120 25.9", 30.87, 120.431667],
    ["33.5S, 70.6W", -33.5, -70.6],
  ])("%s", (text, latDeg, lonDeg) => {
    const place = parsePlace(text);

    expect(place?.latDeg).toBeCloseTo(latDeg, 5);
    expect(place?.lonDeg).toBeCloseTo(lonDeg, 5);
    expect(isLonFirst(text)).toBe(false);
  });

  it.each([
    ["120.43212, 30.87021", 30.87021, 120.43212],
    ["120.43212,30.87021", 30.87021, 120.43212],
    ["120.43212，30.87021", 30.87021, 120.43212],
    ["120.43212 30.87021", 30.87021, 120.43212],
    ["-105.27, -12.5", -12.5, -105.27],
    ["120°25′55.6″, 30°52′12.8″", 30.870222, 120.432111],
    ["91, 10", 10, 91],
  ])(
    "with a first number that can be no latitude is longitude, latitude, and that is said: %s",
    (text, latDeg, lonDeg) => {
      expect(parsePlace(text)?.latDeg).toBeCloseTo(latDeg, 5);
      expect(parsePlace(text)?.lonDeg).toBeCloseTo(lonDeg, 5);
      expect(isLonFirst(text)).toBe(true);
    },
  );

  it.each(["75.2, 38.1", "38.1, 75.2", "90, 89", "-70.6,-33.5"])(
    "is never guessed at where both numbers can be latitudes: %s",
    (text) => {
      const [first, second] = text.split(",").map(Number);

      expect(parsePlace(text)).toEqual({ latDeg: first, lonDeg: second });
      expect(isLonFirst(text)).toBe(false);
    },
  );

  it.each([
    "",
    "30.87",
    "91, 91",
    "181, 10",
    "10, 181",
    "120 30.87",
    "120E, 30N",
    "120.4N, 30.8E",
    "30 61 0N, 120E",
    "north, east",
    "1,2,3",
    "NaN, 3",
    "1e3, 2",
  ])("is refused: %s", (text) => {
    expect(parsePlace(text)).toBeUndefined();
  });
});

describe("what the list says", () => {
  const t = translator("en");
  const format = createFormat("en", "metric");
  const plan = buildPlan("1");
  const rows = plan.elements.map(
    (element) => `${elementTitle(t, element)} | ${elementDetail(t, format, element, () => 2)}`,
  );

  it("never leaves a height without its reference", () => {
    expect(altitudeText(t, format, { reference: "msl", m: 62.4 })).toBe("62.4 m MSL");
    expect(rows[0]).toContain("40 m HOME");
    expect(rows[1]).toContain("60 m AGL");
    expect(rows[2]).toContain("60 m AGL");
  });

  it("names every kind of element, in both languages", () => {
    const loop = { id: "l", kind: "loop", toElementId: "e2" } as const;

    expect(rows.every((row) => row.split(" | ")[0] !== "")).toBe(true);
    expect(elementTitle(t, { ...loop, times: 3 })).toContain("3");
    expect(elementDetail(t, format, loop, () => 2)).toContain("2");
    expect(elementDetail(t, format, loop, () => undefined)).not.toContain("undefined");
    for (const element of plan.elements) expect(elementTitle(translator("zh-CN"), element)).toMatch(/\p{Script=Han}/u);
  });
});
