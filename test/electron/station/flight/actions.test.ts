import { describe, expect, it } from "vitest";
import { directGeodesic, distanceM } from "../../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { FlightRig } from "../../../support/flight-rig.ts";
import { buildHeatSource } from "../../../support/heat-source.ts";
import { VirtualVehicle, type VirtualVehicleOptions } from "../../../support/virtual-vehicle.ts";

const rigWith = (options: VirtualVehicleOptions): { rig: FlightRig; truth: VirtualVehicle["vehicle"] } => {
  const rig = new FlightRig();
  const vehicle = new VirtualVehicle(options);
  rig.connect("a", vehicle);
  const isKnown = () => rig.host.vehicles.get("1")?.position?.altMslM !== undefined && rig.vehicle().home !== undefined;
  if (!rig.passUntil(isKnown, 60_000))
    throw new Error(`Not known in time: ${JSON.stringify(rig.host.vehicles.get("1"))}`);
  rig.pass(3_000);
  return { rig, truth: vehicle.vehicle };
};

const north = (from: LatLon, byM: number): LatLon => directGeodesic(from, 0, byM);
const here = (rig: FlightRig): LatLon => {
  const { position } = rig.vehicle();
  if (position === undefined) throw new Error("It has no position.");
  return { latDeg: position.latDeg, lonDeg: position.lonDeg };
};
const located = (position: LatLon, id = "h1") => {
  const ellipse95 = { semiMajorM: 2, semiMinorM: 1, azimuthRad: 0 as never };
  const location = { located: true, position, groundMslM: 5, covariance: { nn: 1, ne: 0, ee: 1 }, ellipse95 } as const;
  return buildHeatSource({ id, location });
};

describe.each(["copter", "px4-copter"] as const)("actions on a %s", (kind) => {
  const modes =
    kind === "copter"
      ? { guided: "GUIDED", hold: "BRAKE", back: "RTL", land: "LAND" }
      : { guided: "Hold", hold: "Hold", back: "Return", land: "Land" };

  it("takes off, and is done when it rises", async () => {
    const { rig, truth } = rigWith({ kind });

    const ended = await rig.finish({ kind: "take-off", heightM: 10 });
    rig.pass(25_000);

    expect(ended).toMatchObject({ state: "done", by: { id: "api" } });
    expect(rig.commands()).toEqual(kind === "copter" ? [176, 400, 22] : [22, 400]);
    expect(rig.vehicle().armed).toBe(true);
    expect(rig.vehicle().position?.altHomeM).toBeGreaterThan(8);
    expect(truth.autopilot.armed).toBe(true);
  });

  it("flies to a place at a height above home, and is done when it is on its way", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });
    const goal = north(here(rig), 120);

    const ended = await rig.finish({ kind: "go-to", position: goal, altitude: { reference: "home", m: 45 } });
    const awayThenM = distanceM(here(rig), goal);
    rig.pass(60_000);

    expect(ended.state).toBe("done");
    expect(awayThenM).toBeGreaterThan(60);
    expect(distanceM(here(rig), goal)).toBeLessThan(5);
    expect(rig.vehicle().position?.altHomeM).toBeGreaterThan(42);
    expect(rig.vehicle().mode?.name).toBe(modes.guided);
  });

  it.each([
    ["hold", modes.hold],
    ["return", modes.back],
    ["land", modes.land],
  ] as const)("does %s by mode %s, done when the heartbeat says so", async (action, mode) => {
    const { rig } = rigWith({ kind, airborneM: 30 });

    const ended = await rig.finish({ kind: action });

    expect(ended.state).toBe("done");
    expect(rig.vehicle().mode?.name).toBe(mode);
  });

  it("changes its height where it is", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });
    const before = here(rig);

    const ended = await rig.finish({ kind: "set-altitude", altitude: { reference: "home", m: 50 } });
    rig.pass(30_000);

    expect(ended.state).toBe("done");
    expect(rig.vehicle().position?.altHomeM).toBeGreaterThan(47);
    expect(distanceM(here(rig), before)).toBeLessThan(5);
  });

  it("stops its motors in the air, by force", async () => {
    const { rig, truth } = rigWith({ kind, airborneM: 30 });

    const ended = await rig.finish({ kind: "emergency-stop" });

    expect(ended.state).toBe("done");
    expect(truth.autopilot.armed).toBe(false);
  });

  it("is not taken out of its mission by a take-off in the air", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });
    await rig.finish({ kind: "follow-path", path: [north(here(rig), 300)] });
    const before = rig.vehicle().mode?.name;

    const ended = await rig.finish({ kind: "take-off", heightM: 10 });
    rig.pass(3_000);

    expect(ended.fault).toEqual({ code: "not-possible", params: { reason: "already-flying" } });
    expect(rig.vehicle().mode?.name).toBe(before);
  });

  it("doesn't disarm in flight", async () => {
    const { rig, truth } = rigWith({ kind, airborneM: 30 });

    const ended = await rig.finish({ kind: "disarm" });

    expect(ended.state).toBe("failed");
    expect(truth.autopilot.armed).toBe(true);
  });

  it("refuses to go anywhere before it has taken off, without a word to the vehicle", async () => {
    const { rig } = rigWith({ kind });

    const ended = await rig.finish({ kind: "go-to", position: north(here(rig), 50) });

    expect(ended.fault).toEqual({ code: "not-possible", params: { reason: "not-armed" } });
    expect(rig.commands()).toEqual([]);
  });

  it("refuses a way through a hill", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });
    const from = here(rig);
    const hill = { cellM: 10, heightMslM: (latDeg: number) => (latDeg > from.latDeg + 0.0005 ? 400 : 0) };
    Object.defineProperty(rig.ground, "terrain", { value: hill });

    const ended = await rig.finish({ kind: "go-to", position: north(from, 200) });

    expect(ended.fault).toEqual({ code: "not-possible", params: { reason: "terrain" } });
  });

  it("turns to a heading", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });

    const ended = await rig.finish({ kind: "set-heading", headingRad: 2.5 });

    expect(ended.fault).toBeUndefined();
    expect(ended.state).toBe("done");
    expect(rig.vehicle().attitude?.yawRad).toBeCloseTo(2.5, 0);
  });

  it("looks at a place, then at angles, then ahead", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });

    const looks = [
      await rig.finish({ kind: "camera-look-at", position: north(here(rig), 30) }),
      await rig.finish({ kind: "camera-angles", pitchRad: -0.7, yawRad: 0.2 }),
      await rig.finish({ kind: "camera-centre" }),
    ];

    expect(looks.map(({ state }) => state)).toEqual(["done", "done", "done"]);
  });

  it("goes near a heat source, at a safe height, and looks at it", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });
    const place = north(here(rig), 80);
    rig.heat.set("h1", located(place));

    const ended = await rig.finish({ kind: "look-at-heat", heatId: "h1" });
    rig.pass(40_000);

    expect(ended.state).toBe("done");
    expect(distanceM(here(rig), place)).toBeGreaterThan(12);
    expect(distanceM(here(rig), place)).toBeLessThan(28);
    expect(rig.vehicle().position?.altMslM).toBeGreaterThan(33);
  });

  it("keeps looking at a heat source as its place is corrected, until the source is gone", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });
    const place = north(here(rig), 40);
    rig.heat.set("h1", located(place));

    const begun = await rig.do({ kind: "camera-follow-heat", heatId: "h1" });
    const id = begun.operations?.[0]?.id ?? "";
    rig.pass(3_000);
    const looksBefore = rig.commands().length;
    rig.heat.set("h1", located(north(place, 5)));
    rig.pass(3_000);
    const looksAfter = rig.commands().length;
    const still = rig.view(id);
    rig.heat.delete("h1");
    rig.pass(3_000);

    expect(looksAfter).toBeGreaterThan(looksBefore);
    expect(still).toMatchObject({ state: "running", step: "following" });
    expect(rig.view(id).fault).toEqual({ code: "not-possible", params: { reason: "no-such-heat" } });
  });

  it("refuses to reboot while armed", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });

    const ended = await rig.finish({ kind: "reboot" });

    expect(ended.fault).toEqual({ code: "not-possible", params: { reason: "armed" } });
  });

  it("sets a mode by its name, and says no to one that it doesn't have", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });

    const none = await rig.finish({ kind: "set-mode", mode: "FLY_TO_THE_MOON" });
    const some = await rig.finish({ kind: "set-mode", mode: modes.back });

    expect(none.fault).toEqual({ code: "not-possible", params: { mode: "FLY_TO_THE_MOON", reason: "no-such-mode" } });
    expect(some.state).toBe("done");
  });

  it("circles a place", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });
    const centre = north(here(rig), 40);

    const begun = await rig.do({ kind: "orbit", centre, radiusM: 20, clockwise: true, speedMps: 4 });
    const id = begun.operations?.[0]?.id ?? "";
    rig.pass(30_000);
    const distances: number[] = [];
    const bearings: number[] = [];
    for (let i = 0; i < 30; i++) {
      rig.pass(1_000);
      distances.push(distanceM(centre, here(rig)));
      bearings.push(Math.atan2(here(rig).lonDeg - centre.lonDeg, here(rig).latDeg - centre.latDeg));
    }

    expect(rig.view(id).fault).toBeUndefined();
    expect(rig.view(id).state).toBe(kind === "copter" ? "running" : "done");
    expect(Math.max(...distances.map((d) => Math.abs(d - 20)))).toBeLessThan(6);
    const turned = bearings.reduce((sum, bearing, i) => {
      const step = i === 0 ? 0 : bearing - (bearings[i - 1] ?? 0);
      return sum + Math.atan2(Math.sin(step), Math.cos(step));
    }, 0);
    expect(turned).toBeGreaterThan(3);
  });

  it("follows a path that it has written to the vehicle", async () => {
    const { rig } = rigWith({ kind, airborneM: 30 });
    const start = here(rig);
    const path = [north(start, 60), directGeodesic(north(start, 60), Math.PI / 2, 40)];

    const ended = await rig.finish({ kind: "follow-path", path, speedMps: 6 });
    rig.pass(60_000);

    expect(ended.fault).toBeUndefined();
    expect(ended.state).toBe("done");
    expect(distanceM(here(rig), path[1] ?? start)).toBeLessThan(6);
  });
});

describe("arming", () => {
  it("gives the vehicle's own words for a refusal, and works once it is ready", async () => {
    const rig = new FlightRig();
    rig.connect("a", new VirtualVehicle({ kind: "copter", boot: "cold" }));
    rig.passUntil(() => rig.host.vehicles.has("1"), 20_000);
    rig.pass(12_000);

    const refused = await rig.finish({ kind: "arm" });
    rig.pass(60_000);
    const armed = await rig.finish({ kind: "arm" });

    expect(refused).toMatchObject({ state: "failed", fault: { code: "failed", params: { command: 400 } } });
    expect(refused.fault?.vehicleText).toMatch(/\w/);
    expect(armed.state).toBe("done");
    expect(rig.vehicle().armed).toBe(true);
  });

  it("takes off from nowhere with a clear fault", async () => {
    const rig = new FlightRig();
    rig.connect("a", new VirtualVehicle({ kind: "copter", boot: "cold" }));
    rig.passUntil(() => rig.host.vehicles.has("1"), 20_000);

    const ended = await rig.finish({ kind: "take-off", heightM: 10 });

    expect(ended.fault).toEqual({ code: "no-position", params: {} });
  });
});

describe("actions on a robot", () => {
  it("walks to a place, armed first, and holds", async () => {
    const { rig } = rigWith({ kind: "rover" });
    const goal = north(here(rig), 15);

    const going = await rig.finish({ kind: "go-to", position: goal });
    rig.pass(30_000);
    const held = await rig.finish({ kind: "hold" });

    expect(going.state).toBe("done");
    expect(distanceM(here(rig), goal)).toBeLessThan(3);
    expect(held.state).toBe("done");
    expect(rig.vehicle().mode?.name).toBe("HOLD");
  });

  it("patrols a loop until stopped, in mission mode", async () => {
    const { rig } = rigWith({ kind: "rover" });
    const start = here(rig);
    const path = [
      north(start, 8),
      directGeodesic(north(start, 8), Math.PI / 2, 8),
      directGeodesic(start, Math.PI / 2, 8),
    ];

    const ended = await rig.finish({ kind: "patrol", path, speedMps: 1.2 });
    rig.pass(30_000);

    expect(ended.fault).toBeUndefined();
    expect(ended.state).toBe("done");
    expect(rig.vehicle()).toMatchObject({ armed: true, mode: { name: "AUTO" } });
    expect(distanceM(here(rig), start)).toBeGreaterThan(2);
    const seqs = new Set<number>();
    rig.passUntil(() => {
      seqs.add(rig.vehicle().mission?.currentSeq ?? -1);
      return false;
    }, 90_000);
    expect(seqs.size).toBeGreaterThan(2);
    expect(rig.vehicle().mode?.name).toBe("AUTO");
  });

  it("stands while its mission is rewritten, and patrols the new loop", async () => {
    const { rig, truth } = rigWith({ kind: "rover" });
    const start = here(rig);
    await rig.finish({ kind: "patrol", path: [north(start, 20), directGeodesic(north(start, 20), Math.PI / 2, 20)] });
    rig.pass(3_000);
    const modes = new Set<string>();
    const path = [directGeodesic(start, Math.PI / 2, 15), directGeodesic(start, Math.PI, 15)];

    const begun = await rig.do({ kind: "patrol", path });
    const id = begun.operations?.[0]?.id ?? "";
    let uploadingIn = "";
    rig.passUntil(() => {
      modes.add(rig.vehicle().mode?.name ?? "");
      if (rig.view(id).step === "sending") uploadingIn = truth.autopilot.behaviour;
      return rig.view(id).endedMs !== undefined;
    }, 60_000);

    expect(rig.view(id).fault).toBeUndefined();
    expect(uploadingIn).toBe("hold");
    expect([...modes]).toEqual(["AUTO", "HOLD"]);
    expect(rig.passUntil(() => rig.vehicle().mode?.name === "AUTO", 3_000)).toBe(true);
  });

  it("goes to eight metres from a heat source and faces it", async () => {
    const { rig } = rigWith({ kind: "rover" });
    const place = directGeodesic(here(rig), 1, 25);
    rig.heat.set("h1", located(place));

    const ended = await rig.finish({ kind: "look-at-heat", heatId: "h1" }, 120_000);

    expect(ended.fault).toBeUndefined();
    expect(ended.state).toBe("done");
    expect(distanceM(here(rig), place)).toBeGreaterThan(4);
    expect(distanceM(here(rig), place)).toBeLessThan(11.5);
    expect(rig.vehicle().attitude?.yawRad).toBeCloseTo(1, 0);
  });

  it("turns to look at a place, but not out of a mission", async () => {
    const { rig } = rigWith({ kind: "rover" });
    const place = directGeodesic(here(rig), 2, 30);

    const disarmed = await rig.finish({ kind: "camera-look-at", position: place });
    await rig.finish({ kind: "arm" });
    const looked = await rig.finish({ kind: "camera-look-at", position: place });
    const yawRad = rig.vehicle().attitude?.yawRad;
    await rig.finish({ kind: "follow-path", path: [north(here(rig), 40)], speedMps: 1 });
    const inMission = await rig.finish({ kind: "camera-look-at", position: place });

    // A drag on the map must never arm anything.
    expect(disarmed.fault).toEqual({ code: "not-possible", params: { reason: "not-armed" } });
    expect(looked.fault).toBeUndefined();
    expect(yawRad).toBeCloseTo(2, 0);
    expect(inMission.fault).toEqual({ code: "not-possible", params: { reason: "in-mission" } });
    expect(rig.vehicle().mode?.name).toBe("AUTO");
  });

  it("isn't stopped on its way, nor taken out of a driver's hands, by a look that would turn it", async () => {
    const { rig } = rigWith({ kind: "rover" });
    const place = directGeodesic(here(rig), 2, 30);
    await rig.finish({ kind: "go-to", position: north(here(rig), 60) });
    rig.passUntil(() => (rig.vehicle().velocity?.groundMps ?? 0) > 0.6, 10_000);

    const onItsWay = await rig.finish({ kind: "camera-look-at", position: place });
    const speedMps = rig.vehicle().velocity?.groundMps ?? 0;
    await rig.finish({ kind: "set-mode", mode: "MANUAL" });
    rig.passUntil(() => (rig.vehicle().velocity?.groundMps ?? 9) < 0.1, 10_000);
    const byHand = await rig.finish({ kind: "camera-look-at", position: place });

    expect([onItsWay, byHand].map(({ fault }) => fault?.params.reason)).toEqual(["not-held", "not-held"]);
    expect(speedMps).toBeGreaterThan(0.5);
    expect(rig.vehicle().mode?.name).toBe("MANUAL");
  });

  it("pauses, resumes, skips and restarts its mission", async () => {
    const { rig } = rigWith({ kind: "rover" });
    const start = here(rig);
    const path = [
      north(start, 20),
      directGeodesic(north(start, 20), Math.PI / 2, 20),
      directGeodesic(start, Math.PI / 2, 20),
    ];
    await rig.finish({ kind: "patrol", path, speedMps: 1.2 });
    rig.pass(5_000);

    const paused = await rig.finish({ kind: "mission-pause" });
    const stoodAt = here(rig);
    rig.pass(5_000);
    const movedM = distanceM(here(rig), stoodAt);
    const pausedMode = rig.vehicle().mode?.name;
    const resumed = await rig.finish({ kind: "mission-resume" });
    const skipped = await rig.finish({ kind: "mission-skip", seq: 3 });
    const atSeq = rig.vehicle().mission?.currentSeq;
    const restarted = await rig.finish({ kind: "mission-restart" });
    const again = rig.vehicle().mission?.currentSeq;

    expect([paused, resumed, skipped, restarted].map(({ fault }) => fault)).toEqual(Array(4).fill(undefined));
    expect(pausedMode).toBe("HOLD");
    expect(movedM).toBeLessThan(1.5);
    expect(atSeq).toBe(3);
    expect(again).toBeLessThan(3);
    expect(rig.vehicle().mode?.name).toBe("AUTO");
  });

  it("doesn't take off, land or climb", async () => {
    const { rig } = rigWith({ kind: "rover" });

    const refused = [
      await rig.finish({ kind: "take-off", heightM: 5 }),
      await rig.finish({ kind: "land" }),
      await rig.finish({ kind: "set-altitude", altitude: { reference: "home", m: 5 } }),
    ];

    expect(refused.map(({ fault }) => fault?.code)).toEqual(["not-possible", "not-possible", "not-possible"]);
    expect(rig.commands()).toEqual([]);
  });
});
