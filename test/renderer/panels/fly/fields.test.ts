import { describe, expect, it } from "vitest";
import { bulkActions, bulkOrder } from "../../../../renderer/panels/fly/bulk-actions.ts";
import { pitchLimitsDeg, recordingOf, zoomOf } from "../../../../renderer/panels/fly/camera-state.ts";
import { lookersFor, proposedLooker } from "../../../../renderer/panels/fly/heat-lookers.ts";
import { altitudeOf, countFrom } from "../../../../renderer/panels/fly/height-draft.ts";
import { listedOperations } from "../../../../renderer/panels/fly/listed-operations.ts";
import { findParameters, isUnusual, typedValue, valueText } from "../../../../renderer/panels/fly/parameter-search.ts";
import { fromShown, toShown } from "../../../../renderer/panels/fly/shown-quantity.ts";
import { slideDone, slideFraction } from "../../../../renderer/panels/fly/slide.ts";
import { asRad, degToRad } from "../../../../shared/units/angle.ts";
import { VehicleAction } from "../../../../shared/wire/actions.ts";
import type { OperationView } from "../../../../shared/wire/operations.ts";
import type { ParameterRow } from "../../../../shared/wire/parameters.ts";
import { buildDog, buildHeat, buildVehicle, placeAt, sceneNowMs } from "../../../support/build-views.ts";

describe("a typed number", () => {
  const range = { least: 1, most: 500 };

  it("is taken in the units on screen, with a point or a comma", () => {
    expect(fromShown("60", "height", "metric", range)).toBe(60);
    expect(fromShown(" 12,5 ", "height", "metric", range)).toBe(12.5);
    expect(fromShown("100", "height", "imperial", range)).toBeCloseTo(30.48, 6);
    expect(fromShown("10", "speed", "imperial", { least: 0, most: 60 })).toBeCloseTo(4.4704, 6);
    expect(fromShown("90", "angle", "metric", { least: 0, most: 7 })).toBeCloseTo(Math.PI / 2, 9);
  });

  it.each(["", "-", "1e3", "6 0", "60m", "NaN", "1,000.5", "0", "501", "--5", "٦٠"])("is refused: %j", (text) => {
    expect(fromShown(text, "height", "metric", range)).toBeUndefined();
  });

  it("survives the way to the screen and back at its limits", () => {
    expect(fromShown(toShown(500, "height", "imperial"), "height", "imperial", range)).toBeCloseTo(500, 1);
    expect(fromShown(toShown(1, "height", "imperial"), "height", "imperial", range)).toBeCloseTo(1, 1);
  });
});

describe("a height", () => {
  it("keeps its number between home and ground", () => {
    expect(countFrom({ reference: "home", m: 60 }, "ground", 40)).toEqual({ reference: "ground", m: 60 });
  });

  it("is converted to and from the height above the sea", () => {
    expect(countFrom({ reference: "home", m: 60 }, "msl", 40)).toEqual({ reference: "msl", m: 100 });
    expect(countFrom({ reference: "msl", m: 100 }, "home", 40)).toEqual({ reference: "home", m: 60 });
  });

  it("must be typed anew where home's height isn't known: 60 m above home never becomes 60 m above the sea", () => {
    const draft = countFrom({ reference: "home", m: 60 }, "msl", undefined);

    expect(draft).toEqual({ reference: "msl", m: undefined });
    expect(altitudeOf(draft)).toBeUndefined();
  });
});

describe("the slide", () => {
  it("is done only at its end", () => {
    expect(slideDone(slideFraction(150, 200))).toBe(false);
    expect(slideDone(slideFraction(200, 200))).toBe(true);
    expect(slideFraction(-50, 200)).toBe(0);
  });

  it("on a track without room is never done", () => {
    expect(slideDone(slideFraction(10, 0))).toBe(false);
    expect(slideDone(slideFraction(10, -5))).toBe(false);
  });
});

describe("a command to several", () => {
  it("is one the station knows, for each of its kinds", () => {
    for (const kind of bulkActions) expect(VehicleAction.safeParse(bulkOrder(kind, 30)).success).toBe(true);
  });

  it("takes nobody off to a height that can't be used", () => {
    expect(bulkOrder("take-off", undefined)).toBeUndefined();
  });
});

describe("operations", () => {
  const operation = (id: string, change: Partial<OperationView>): OperationView => ({
    id,
    vehicleId: "1",
    kind: "hold",
    by: { id: "me", name: "Li" },
    state: "running",
    startedMs: 0,
    ...change,
  });

  const all = [
    operation("done", { state: "done", endedMs: 90_000 }),
    operation("old", { startedMs: 10 }),
    operation("waits", { state: "waiting", startedMs: 50 }),
    operation("new", { startedMs: 20 }),
    operation("failed", { state: "failed", endedMs: 80_000 }),
    operation("failed for Wang", { state: "failed", endedMs: 85_000, by: { id: "wang", name: "Wang" } }),
  ];

  it("are listed with one's own failures first, then what goes on, the newest first", () => {
    expect(listedOperations(all, "me", { withDone: true }).map(({ id }) => id)).toEqual([
      "failed",
      "new",
      "old",
      "waits",
      "failed for Wang",
      "done",
    ]);
  });

  it("that went well are told in their place and not listed on the map", () => {
    expect(listedOperations(all, "me", { withDone: false }).map(({ id }) => id)).not.toContain("done");
  });
});

describe("who can go and look at a source", () => {
  const source = buildHeat(1, { location: { ...located(0, 0) } });
  const near = buildVehicle({ id: "1", position: { atMs: sceneNowMs, ...placeAt(20, 0) } });
  const far = buildVehicle({ id: "2", position: { atMs: sceneNowMs, ...placeAt(400, 0) } });
  const dog = buildDog({ id: "3", armed: false, position: { atMs: sceneNowMs, ...placeAt(90, 0) } });
  const everyone = () => true;
  const ids = (...given: Parameters<typeof lookersFor>) => lookersFor(...given).map(({ id }) => id);

  it("is who can be there first, and not the nearest: a robot walks; unless another is selected", () => {
    expect(ids(source, [far, dog, near], undefined, everyone)).toEqual(["1", "2", "3"]);
    expect(ids(source, [far, dog, near], "3", everyone)).toEqual(["3", "1", "2"]);
  });

  it("is nobody who stands on the ground disarmed, has no place, has a stuck clock, can't hover or is another's", () => {
    const { position: _position, ...nowhere } = near;
    const vehicles = [
      { ...near, armed: false },
      nowhere,
      { ...near, frozen: true },
      { ...near, kind: "fixed-wing" as const },
    ];

    for (const vehicle of vehicles) expect(ids(source, [vehicle], "1", everyone)).toEqual([]);
    expect(ids(source, [near, far], "1", (id) => id !== "1")).toEqual(["2"]);
  });

  it("comes after those who are fit to where its battery doesn't last for the way there and back, or it sees nothing", () => {
    const empty = { ...near, battery: { atMs: sceneNowMs, fraction: 0.15 } };
    const short = { ...near, battery: { atMs: sceneNowMs, remainingS: 100 } };
    const { thermal: _thermal, gimbal: _gimbal, ...blind } = near;

    for (const unfit of [empty, short, blind])
      expect(lookersFor(source, [unfit, far], undefined, everyone).map(({ id, isFit }) => [id, isFit])).toEqual([
        ["2", true],
        ["1", false],
      ]);
  });

  it("is proposed by who is there first, whoever is selected", () => {
    const lookers = lookersFor(source, [far, dog], "3", everyone);

    expect(lookers[0]?.id).toBe("3");
    expect(proposedLooker(lookers, undefined)?.id).toBe("2");
    expect(lookers.find(({ id }) => id === "2")?.etaS).toBeCloseTo(40, 0);
  });

  it("stays proposed while another would hardly be sooner, and never without being fit", () => {
    const looker = (id: string, etaS: number, isFit = true) => ({ id, distanceM: etaS, etaS, isFit });

    expect(proposedLooker([looker("1", 30), looker("2", 40)], "2")?.id).toBe("2");
    expect(proposedLooker([looker("1", 30), looker("2", 60)], "2")?.id).toBe("1");
    expect(proposedLooker([looker("1", 30), looker("2", 31, false)], "2")?.id).toBe("1");
    expect(proposedLooker([looker("2", 31, false)], "2")).toBeUndefined();
  });

  it("is nobody where the source has no place", () => {
    expect(ids({ location: { located: false, reason: "no-pose" } }, [near], "1", everyone)).toEqual([]);
  });
});

function located(northM: number, eastM: number) {
  return {
    located: true,
    position: placeAt(northM, eastM),
    covariance: { nn: 1, ne: 0, ee: 1 },
    ellipse95: { semiMajorM: 3, semiMinorM: 2, azimuthRad: asRad(0) },
  } as const;
}

describe("cameras", () => {
  const camera = { atMs: sceneNowMs, componentId: 100, streams: [] };

  it("record when one of them says so, and nobody knows while none says", () => {
    expect(recordingOf({ cameras: [camera] })).toBeUndefined();
    expect(recordingOf({ cameras: [{ ...camera, recording: false }] })).toBe(false);
    expect(recordingOf({ cameras: [camera, { ...camera, recording: true }, { ...camera, recording: false }] })).toBe(
      true,
    );
    expect(zoomOf({ cameras: [camera, { ...camera, zoomFraction: 0.4 }] })).toBe(0.4);
  });

  it("turn within the gimbal's own limits where it says them and they make sense", () => {
    const manager = { atMs: 0, componentId: 1, deviceId: 1, capabilities: [] };

    expect(pitchLimitsDeg({})).toEqual({ least: -90, most: 30 });
    expect(
      pitchLimitsDeg({ gimbalManager: { ...manager, pitchMinRad: degToRad(-120), pitchMaxRad: degToRad(45) } }),
    ).toEqual({ least: -120, most: 45 });
    expect(
      pitchLimitsDeg({ gimbalManager: { ...manager, pitchMinRad: degToRad(0), pitchMaxRad: degToRad(0) } }),
    ).toEqual({ least: -90, most: 30 });
  });
});

describe("parameters", () => {
  const row = (name: string, change: Partial<ParameterRow> = {}): ParameterRow => ({
    name,
    value: 0,
    type: "real32",
    atMs: 0,
    ...change,
  });

  it("are found by all words in name or description, names that begin so first", () => {
    const rows = [row("WP_RTL"), row("RTL_ALT"), row("BATT_CAPACITY")];
    const describe = ({ name }: ParameterRow) => (name === "RTL_ALT" ? "Return: height above home" : "");

    expect(findParameters(rows, "rtl", describe).map(({ name }) => name)).toEqual(["RTL_ALT", "WP_RTL"]);
    expect(findParameters(rows, "height ret", describe).map(({ name }) => name)).toEqual(["RTL_ALT"]);
    expect(findParameters(rows, " ", describe)).toBe(rows);
    expect(findParameters(rows, "[(", describe)).toEqual([]);
  });

  it("show a float as it was meant, and whole numbers whole", () => {
    expect(valueText(Math.fround(0.1), "real32")).toBe("0.1");
    expect(valueText(Math.fround(21.6), "real32")).toBe("21.6");
    expect(valueText(4_294_967_295, "uint32")).toBe("4294967295");
    expect(valueText(0, "real32")).toBe("0");
    expect(valueText(-1.5e-7, "real32")).toBe("-1.5e-7");
  });

  it("take what their type can hold and nothing else", () => {
    expect(typedValue("0,25", "real32")).toBe(0.25);
    expect(typedValue("-128", "int8")).toBe(-128);
    for (const [text, type] of [
      ["128", "int8"],
      ["1.5", "int16"],
      ["-1", "uint8"],
      ["1e60", "real32"],
      ["", "real32"],
      ["12 m", "real32"],
    ] as const)
      expect(typedValue(text, type)).toBeUndefined();
  });

  it("say what is beyond what makes sense", () => {
    expect(isUnusual(row("A", { min: 0, max: 10 }), 11)).toBe(true);
    expect(isUnusual(row("A", { min: 0 }), 1e9)).toBe(false);
    expect(isUnusual(row("A", { options: [{ value: 1, word: "on" }] }), 2)).toBe(true);
    expect(isUnusual(row("A"), -1e30)).toBe(false);
  });
});
