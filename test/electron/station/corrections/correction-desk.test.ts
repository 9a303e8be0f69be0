import { beforeEach, describe, expect, test } from "vitest";
import { CorrectionDesk } from "../../../../electron/station/corrections/correction-desk.ts";
import { LandmarkBook } from "../../../../electron/station/corrections/landmark-book.ts";
import type { NotedFrame } from "../../../../electron/station/corrections/noted-frame.ts";
import type { Kept } from "../../../../electron/station/event-log.ts";
import type { KeptKind, KeptThings } from "../../../../electron/station/kept-things.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { offsetLatLon } from "../../../../shared/geo/local-frame.ts";
import type { CameraBias } from "../../../../shared/heat/bias/camera-bias.ts";
import { correctedCapture } from "../../../../shared/heat/bias/pose-correction.ts";
import { georeference } from "../../../../shared/heat/georeference.ts";
import type { HeatSource } from "../../../../shared/heat/heat-source.ts";
import { degToRad, radToDeg } from "../../../../shared/units/angle.ts";
import type { CameraPose } from "../../../../shared/vehicle/pose.ts";
import type { VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import type { CameraCorrection } from "../../../../shared/wire/feeds.ts";
import type { Whereabouts } from "../../../../shared/wire/incident.ts";
import { captureSigmaMs, noBias, seaLevel, seenFrom, viewOf } from "../../../support/biased-camera.ts";
import { buildDog, buildVehicle } from "../../../support/build-views.ts";
import { buildHeatSource } from "../../../support/heat-source.ts";
import { linghu, m3t } from "../../../support/poses.ts";

/** In memory, through JSON as on a disk; or full. */
class MemoryThings implements KeptThings {
  full = false;
  readonly #texts = new Map<string, string>();
  #changes = 0;
  #read = { changes: -1, things: new Map<KeptKind, ReadonlyMap<string, unknown>>() };

  all(kind: KeptKind): ReadonlyMap<string, unknown> {
    if (this.#read.changes !== this.#changes) this.#read = { changes: this.#changes, things: new Map() };
    const known = this.#read.things.get(kind);
    if (known) return known;
    const own = [...this.#texts].filter(([key]) => key.startsWith(`${kind}/`));
    const things = new Map(own.map(([key, text]) => [key.slice(kind.length + 1), JSON.parse(text) as unknown]));
    this.#read.things.set(kind, things);
    return things;
  }

  keep(kind: KeptKind, id: string, thing: unknown): Kept {
    if (this.full) return { ok: false, detail: "The disk is full." };
    this.#texts.set(`${kind}/${id}`, JSON.stringify(thing));
    this.#changes++;
    return { ok: true };
  }

  forget(kind: KeptKind, id: string): Kept {
    if (this.full) return { ok: false, detail: "The disk is full." };
    this.#texts.delete(`${kind}/${id}`);
    this.#changes++;
    return { ok: true };
  }
}

const dogAt: LatLon = offsetLatLon(linghu, 20, -10);
const minute = 60_000;
const askew: CameraBias = { ...noBias, headingRad: degToRad(2.5), pitchRad: degToRad(-1) };

/** A drone "1" whose camera is askew, a robot dog "2", and the desk between them. */
const makeRig = (things = new MemoryThings()) => {
  let nowMs = 1_000_000;
  const clock = { nowMs: () => nowMs, utcMs: () => nowMs, rate: () => 1 };
  const vehicles = new Map<string, VehicleState>();
  const sources = new Map<string, HeatSource>();
  const corrections = new Map<string, CameraCorrection | undefined>();
  let pose: CameraPose | undefined;
  const landmarks = new LandmarkBook(things);
  const whereabouts = new Map<string, Whereabouts>();
  const desk = new CorrectionDesk({
    clock,
    fleet: { vehicles, fleet: { poseAt: () => pose } },
    board: { setExtras: (id, { correction }) => corrections.set(id, correction) },
    heat: { sources },
    landmarks,
    incident: () => ({ whereabouts }),
    ground: { terrain: seaLevel },
    things,
  });
  const refresh = () => {
    const atMs = nowMs - 200;
    const { presence } = buildVehicle({ id: "1" });
    vehicles.set("1", buildVehicle({ id: "1", presence, gps: { atMs, fix: "3d", satellites: 17 } }));
    const velocity = { atMs, groundMps: 0 };
    vehicles.set("2", buildDog({ id: "2", velocity, position: { atMs, ...dogAt, altMslM: 0 } }));
  };
  refresh();
  return {
    desk,
    landmarks,
    whereabouts,
    sources,
    vehicles,
    things,
    shown: () => corrections.get("1"),
    clock,
    pass: (ms: number) => {
      nowMs += ms;
      refresh();
    },
    /** The drone looks at places from a side, and tells the desk. */
    look: (places: readonly { at: LatLon; heatId?: string }[], yawRad: number, bias = askew) => {
      const view = viewOf(places[0]?.at ?? linghu, { heightM: 80, depressionRad: 0.75, yawRad });
      const spots = places.flatMap(({ at, heatId }) => {
        const seen = seenFrom({ view, place: at, bias });
        if (!seen) return [];
        pose = seen.pose;
        const correction = desk.correctionOf("1");
        const capture = correctedCapture(0, captureSigmaMs, correction);
        const placed = georeference({
          ...{ ...seen, camera: m3t, terrain: seaLevel, correction },
          captureSigmaMs: capture.captureSigmaMs,
        });
        return [{ spot: seen.spot, placed, heatId }];
      });
      const frame: NotedFrame = {
        ...{ vehicleId: "1", camera: m3t, captureVehicleMs: 0, captureSigmaMs, spots },
        nowMs,
        utcMs: nowMs,
      };
      desk.note(frame);
      return spots[0]?.placed;
    },
  };
};

let rig: ReturnType<typeof makeRig>;
beforeEach(() => {
  rig = makeRig();
});

const lookFromAllSides = (places: readonly { at: LatLon; heatId?: string }[], count = 6) => {
  for (let side = 0; side < count; side++) {
    rig.look(places, side);
    rig.pass(2 * minute);
  }
};

const headingDeg = () => radToDeg(rig.shown()?.estimate?.headingRad.value ?? 0);
const sightings = () => rig.shown()?.estimate?.sightings ?? 0;

describe("our own robot, seen alone", () => {
  test("tells how wrong the camera points; nothing is moved before somebody says so", () => {
    lookFromAllSides([{ at: dogAt }]);

    expect(sightings()).toBe(6);
    expect(headingDeg()).toBeGreaterThan(1.3);
    expect(rig.shown()).toMatchObject({ apply: false, manualHeadingRad: 0 });
    expect(rig.desk.correctionOf("1")).toBeUndefined();
  });

  test("once applied, things are nearer to where they are, and their ellipse is smaller", () => {
    lookFromAllSides([{ at: dogAt }]);
    const somebody = offsetLatLon(linghu, 60, 60);
    const before = rig.look([{ at: somebody }], 2);

    expect(rig.desk.correct({ kind: "camera.correct", vehicleId: "1", apply: true })).toEqual({ ok: true });
    rig.pass(minute);
    const after = rig.look([{ at: somebody }], 2);

    if (!before?.located || !after?.located) throw new Error("Not located.");
    const offM = ({ latDeg, lonDeg }: LatLon) =>
      Math.hypot((latDeg - somebody.latDeg) * 111_000, (lonDeg - somebody.lonDeg) * 95_600);
    expect(offM(after.position)).toBeLessThan(0.7 * offM(before.position));
    expect(after.covariance.nn + after.covariance.ee).toBeLessThan(before.covariance.nn + before.covariance.ee);
  });

  test("pictures right after one another count once", () => {
    for (let frame = 0; frame < 10; frame++) {
      rig.look([{ at: dogAt }], 1);
      rig.pass(100);
    }

    expect(sightings()).toBe(1);
  });

  test("doesn't count where something else is seen beside it, or known there", () => {
    rig.look([{ at: dogAt }, { at: offsetLatLon(dogAt, 3, 0) }], 1);
    expect(rig.shown()?.estimate).toBeUndefined();

    const { nn, ne, ee } = { nn: 4, ne: 0, ee: 4 };
    const ellipse95 = { semiMajorM: 5, semiMinorM: 5, azimuthRad: degToRad(0) };
    const position = offsetLatLon(dogAt, 3, 0);
    const beside = buildHeatSource({
      id: "h9",
      location: { located: true, position, covariance: { nn, ne, ee }, ellipse95 },
    });
    rig.sources.set("h9", beside);
    rig.pass(minute);
    rig.look([{ at: dogAt, heatId: "h1" }], 1);
    expect(rig.shown()?.estimate).toBeUndefined();
  });

  test("doesn't count where it isn't, or where nobody knows where it is just now", () => {
    rig.look([{ at: offsetLatLon(dogAt, 60, 0) }], 1);
    expect(rig.shown()?.estimate).toBeUndefined();

    const dog = rig.vehicles.get("2");
    if (dog?.position) rig.vehicles.set("2", { ...dog, position: { ...dog.position, atMs: 0 } });
    rig.look([{ at: dogAt }], 1);
    expect(rig.shown()?.estimate).toBeUndefined();
  });

  test("that flies doesn't count by itself", () => {
    rig.vehicles.delete("2");
    const position = { atMs: rig.clock.nowMs(), ...dogAt, altMslM: 40 };
    rig.vehicles.set("3", buildVehicle({ id: "3", armed: true, position }));

    rig.look([{ at: dogAt }], 1);

    expect(rig.shown()?.estimate).toBeUndefined();
  });
});

describe("a team whose phone tells where it is", () => {
  const at = offsetLatLon(linghu, -30, 25);
  const phone = (change: Partial<Whereabouts> = {}): Whereabouts => ({
    ...at,
    sigmaM: 4,
    utcMs: rig.clock.utcMs() - 5_000,
    source: "phone",
    ...change,
  });
  const lookOnce = () => {
    rig.look([{ at }], 1);
    return rig.shown()?.estimate?.sightings ?? 0;
  };

  test("counts by itself", () => {
    rig.whereabouts.set("team/t1", phone());

    expect(lookOnce()).toBe(1);
  });

  test("doesn't count over 10 s later, nor where the phone doesn't say how well it knows, nor a single person", () => {
    rig.whereabouts.set("team/t1", phone({ utcMs: rig.clock.utcMs() - 10_001 }));
    expect(lookOnce()).toBe(0);

    const { sigmaM: _sigmaM, ...vague } = phone();
    rig.whereabouts.set("team/t1", vague);
    expect(lookOnce()).toBe(0);

    rig.whereabouts.delete("team/t1");
    rig.whereabouts.set("person/p1", phone());
    expect(lookOnce()).toBe(0);
  });
});

describe("what a person says", () => {
  const hut = offsetLatLon(linghu, -40, 30);
  const mark = { id: "hut", name: "Hut", kind: "mark", position: hut, sigmaM: 0.5 } as const;
  const identify = (heatId: string, landmarkId: string | undefined) => {
    const identity = landmarkId === undefined ? {} : { identity: { kind: "landmark" as const, landmarkId } };
    rig.sources.set(heatId, buildHeatSource({ id: heatId, ...identity }));
    rig.desk.identified(heatId);
  };

  test("of a source counts for what was seen of it before, too", () => {
    rig.landmarks.put(mark);
    lookFromAllSides([{ at: hut, heatId: "h1" }], 4);
    expect(rig.shown()?.estimate).toBeUndefined();

    identify("h1", "hut");

    expect(sightings()).toBe(4);
    rig.look([{ at: hut, heatId: "h1" }], 5);
    expect(sightings()).toBe(5);
    expect(headingDeg()).toBeGreaterThan(1);
  });

  test("and takes back is forgotten", () => {
    rig.landmarks.put(mark);
    lookFromAllSides([{ at: hut, heatId: "h1" }], 3);
    identify("h1", "hut");

    identify("h1", undefined);

    expect(rig.shown()?.estimate).toBeUndefined();
  });

  test("wrongly among right ones ruins nothing", () => {
    lookFromAllSides([{ at: dogAt }], 6);
    const right = headingDeg();
    rig.landmarks.put({ ...mark, position: offsetLatLon(hut, 0, 45) });
    lookFromAllSides([{ at: hut, heatId: "h1" }], 2);

    identify("h1", "hut");

    expect(sightings()).toBe(6);
    expect(Math.abs(headingDeg() - right)).toBeLessThan(0.4);
  });

  test("a mark alone doesn't count: anything may lie warm beside it", () => {
    rig.landmarks.put(mark);

    rig.look([{ at: hut }], 1);

    expect(rig.shown()?.estimate).toBeUndefined();
  });

  test("a team counts by itself, within half a minute of when it was there", () => {
    rig.landmarks.put({ ...mark, kind: "team", atUtcMs: rig.clock.utcMs() });

    rig.pass(10_000);
    rig.look([{ at: hut }], 1);
    expect(sightings()).toBe(1);

    rig.pass(30_000);
    rig.look([{ at: hut }], 2);
    expect(sightings()).toBe(1);
  });
});

describe("the switch and the turn by hand", () => {
  const correct = (change: { manualHeadingRad?: number; apply?: boolean; reset?: boolean }) =>
    rig.desk.correct({ kind: "camera.correct", vehicleId: "1", ...change });

  test("a turn by hand applies at once", () => {
    correct({ manualHeadingRad: degToRad(5) });

    expect(rig.shown()).toEqual({ manualHeadingRad: degToRad(5), apply: false });
    expect(rig.desk.correctionOf("1")?.headingRad).toBeCloseTo(degToRad(5), 9);
  });

  test("applying the estimate starts the turn by hand from zero: the estimate has it in it", () => {
    correct({ manualHeadingRad: degToRad(2.5) });
    lookFromAllSides([{ at: dogAt }]);

    correct({ apply: true });

    expect(rig.shown()).toMatchObject({ manualHeadingRad: 0, apply: true });
    expect(radToDeg(rig.desk.correctionOf("1")?.headingRad ?? 0)).toBeCloseTo(headingDeg(), 6);
    correct({ manualHeadingRad: degToRad(1) });
    expect(radToDeg(rig.desk.correctionOf("1")?.headingRad ?? 0)).toBeCloseTo(headingDeg() + 1, 6);
  });

  test("what was estimated can be forgotten; a vehicle that started anew forgets it, too", () => {
    lookFromAllSides([{ at: dogAt }], 3);
    correct({ reset: true });
    expect(rig.shown()?.estimate).toBeUndefined();

    lookFromAllSides([{ at: dogAt }], 3);
    rig.desk.forget("1");
    expect(rig.shown()?.estimate).toBeUndefined();
  });

  test("an unknown vehicle and a full disk are said, and change nothing", () => {
    expect(rig.desk.correct({ kind: "camera.correct", vehicleId: "9", apply: true })).toMatchObject({
      fault: { code: "unknown-vehicle" },
    });
    rig.things.full = true;
    expect(correct({ manualHeadingRad: 0.1 })).toMatchObject({ fault: { code: "recording-failed" } });
    expect(rig.desk.correctionOf("1")).toBeUndefined();
  });

  test("all of it is there again after a restart", () => {
    lookFromAllSides([{ at: dogAt }], 4);
    correct({ apply: true, manualHeadingRad: degToRad(-1) });
    const shown = rig.shown();
    const before = rig.desk.correctionOf("1");

    const again = makeRig(rig.things);
    again.pass(rig.clock.nowMs() - again.clock.nowMs());

    expect(again.shown()).toMatchObject({ apply: true, manualHeadingRad: degToRad(-1) });
    expect(again.shown()?.estimate?.sightings).toBe(shown?.estimate?.sightings);
    expect(again.desk.correctionOf("1")?.headingRad).toBeCloseTo(before?.headingRad ?? 0, 6);
  });

  test("what another version kept and this one doesn't understand is left alone", () => {
    const things = new MemoryThings();
    things.keep("correction", "1", { manualHeadingRad: "east" });

    expect(makeRig(things).desk.correctionOf("1")).toBeUndefined();
    expect(things.all("correction").size).toBe(1);
  });
});

describe("known places", () => {
  const place = { id: "a", name: "A", kind: "mark", position: linghu, sigmaM: 1 } as const;

  test("are kept, changed and deleted", () => {
    const { landmarks, things } = rig;
    expect(landmarks.put(place)).toEqual({ ok: true });
    expect(landmarks.put({ ...place, name: "B" })).toEqual({ ok: true });

    expect([...new LandmarkBook(things).views.values()]).toEqual([{ ...place, name: "B" }]);
    expect(landmarks.views).toBe(landmarks.views);
    expect(landmarks.delete("a")).toEqual({ ok: true });
    expect(landmarks.views.size).toBe(0);
    expect(landmarks.delete("a")).toMatchObject({ fault: { code: "unknown-landmark" } });
  });

  test("of a team need a time; a full disk is said", () => {
    expect(rig.landmarks.put({ ...place, kind: "team" })).toMatchObject({ fault: { code: "bad-request" } });
    rig.things.full = true;
    expect(rig.landmarks.put(place)).toMatchObject({ fault: { code: "recording-failed" } });
  });
});
