import { describe, expect, it, type TestContext } from "vitest";
import { distanceM } from "../../../../shared/geo/geodesic.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { isInRing } from "../../../../shared/geo/polygon.ts";
import type { Ghost } from "../../../../shared/vehicle/ghost.ts";
import type { VehicleAction } from "../../../../shared/wire/actions.ts";
import { type FarStation, farStation } from "../../../support/far-station.ts";
import { eventually } from "../../../support/live-station.ts";

const speed = 2;
const none = { up: {}, down: {} } as const;
const bothWays = { up: { loss: 1 }, down: { loss: 1 } } as const;
const onlyDown = { up: {}, down: { loss: 1 } } as const;

const open = async ({ onTestFinished }: TestContext, kind: "copter" | "dog"): Promise<FarStation> => {
  const far = await farStation({ kind, speed, way: {} });
  onTestFinished(() => far.close());
  return far;
};

/** For so long on the station's clock and on the vehicle's. */
const pass = async ({ live, truth, until }: FarStation, forS: number) => {
  const [{ bootMs }, { nowMs }] = [await truth(), live.station.snapshot().clock];
  await eventually(() => live.station.snapshot().clock.nowMs > nowMs + 1000 * forS);
  await until((now) => now.bootMs > bootMs + 1000 * forS);
};

const view = ({ live, vehicleId }: FarStation) => {
  const vehicle = live.station.snapshot().vehicles[vehicleId];
  if (vehicle === undefined) throw new Error("The station forgot it.");
  return vehicle;
};

const alert = ({ live }: FarStation, code: string) =>
  Object.values(live.station.snapshot().alerts).find((one) => one.code === code);

const start = async (far: FarStation, action: VehicleAction) => {
  const { live, vehicleId } = far;
  const result = await live.request({ kind: "vehicle.do", vehicleId, action });
  expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
};

const away = (far: FarStation, northM: number, eastM: number) => {
  const { home } = view(far);
  if (home === undefined) throw new Error("No home.");
  return new LocalFrame(home).toLatLon(northM, eastM);
};

/** A machine that does much else stalls at times, and an order that falls into such a gap is not sent late. */
const climb = async ({ live, vehicleId, truth, until }: FarStation) => {
  const action = { kind: "take-off", heightM: 25 } as const;
  for (let i = 0; i < 5 && (await truth()).altHomeM < 20; i += 1)
    await live.request({ kind: "vehicle.do", vehicleId, action, wait: true });
  // One whose answer was lost is on its way up all the same.
  await until(({ altHomeM }) => altHomeM > 20);
};

/** In the air and on its way, with what its failsafes do known; then its link goes. */
const lose = async (far: FarStation, ways: typeof bothWays | typeof onlyDown): Promise<Ghost> => {
  const { radio } = far;
  await climb(far);
  await start(far, { kind: "go-to", position: away(far, 200, 0) });
  await far.until(({ groundMps }) => groundMps > 3);
  await pass(far, 12);
  radio.set(ways);
  const sinceMs = await eventually(() => {
    const { presence } = view(far);
    return presence.state === "lost" && presence.sinceMs;
  });
  const ghost = await eventually(() => view(far).ghost);
  expect(ghost.atMs - sinceMs).toBeLessThan(2000);
  return ghost;
};

/** How often in so long the truth is where the ghost may be: looked at just when the ghost is new. */
const insideShare = async (far: FarStation, forS: number): Promise<number> => {
  const inside: boolean[] = [];
  for (const startMs = view(far).ghost?.atMs ?? 0; (view(far).ghost?.atMs ?? 0) - startMs < 1000 * forS; ) {
    const before = view(far).ghost?.atMs;
    const ghost = await eventually(() => {
      const now = view(far).ghost;
      return now?.atMs !== before && now;
    });
    const frame = new LocalFrame(await far.truth());
    const ring = ghost.region.map((place) => frame.toNorthEast(place));
    inside.push(isInRing({ northM: 0, eastM: 0 }, ring));
  }
  return inside.filter((one) => one).length / inside.length;
};

const set = async (far: FarStation, name: string, value: number) => {
  const { live, vehicleId } = far;
  const result = await live.request({ kind: "parameters.set", vehicleId, values: [{ name, value }], wait: true });
  expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
};

// At the same time: they mostly wait.
describe.concurrent("a vehicle that isn't heard any more", () => {
  it("is shown where it returns, is called overdue, and back with how far off that was", async (context) => {
    const far = await open(context, "copter");
    await set(far, "FS_GCS_ENABLE", 1);

    const ghost = await lose(far, bothWays);
    const share = await insideShare(far, 30);
    const overdue = await eventually(() => alert(far, "ghost-overdue"), 60_000);
    const last = view(far).ghost;
    far.radio.set(none);
    await eventually(() => view(far).ghost === undefined);
    const back = await eventually(() => alert(far, "ghost-back"));

    expect(ghost.failsafe).toEqual({ action: "return", known: true });
    expect(share).toBeGreaterThanOrEqual(0.9);
    expect(overdue).toMatchObject({ severity: "critical", count: 1 });
    expect(last?.overdue).toBe(true);
    expect(alert(far, "ghost-overdue")?.active).toBe(false);
    const offM = distanceM(await far.truth(), last ?? ghost);
    expect(Math.abs(Number(back.params.distance) - offM)).toBeLessThan(15);
    expect(Number(back.params.seconds)).toBeGreaterThan(30);
  });

  it("that still hears the station, and so flies on, is inside of the region too", async (context) => {
    const far = await open(context, "copter");
    await set(far, "FS_GCS_ENABLE", 1);

    const ghost = await lose(far, onlyDown);
    const share = await insideShare(far, 45);
    const truth = await far.truth();

    expect(ghost).toMatchObject({ assumed: "link-lost", failsafe: { action: "return", known: true } });
    expect(distanceM(truth, away(far, 200, 0))).toBeLessThan(20);
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it("is shown on its way where it is a robot dog", async (context) => {
    const far = await open(context, "dog");
    await set(far, "FS_GCS_ENABLE", 0);
    await start(far, { kind: "go-to", position: away(far, 60, 0) });
    await far.until(({ groundMps }) => groundMps > 0.8);
    await pass(far, 5);

    far.radio.set(bothWays);
    const ghost = await eventually(() => view(far).ghost);
    const share = await insideShare(far, 45);

    expect(ghost.failsafe).toEqual({ action: "continue", known: true });
    expect(share).toBeGreaterThanOrEqual(0.9);
    expect(distanceM(await far.truth(), away(far, 60, 0))).toBeLessThan(30);
  });

  it("is no ghost where it stood disarmed", async (context) => {
    const far = await open(context, "copter");

    far.radio.set(bothWays);
    await eventually(() => view(far).presence.state === "lost");
    await pass(far, 10);

    expect(view(far).ghost).toBeUndefined();
  });
});
