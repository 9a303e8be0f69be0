import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultScenarioPath } from "../../../hardware/simulator/load-scenario.ts";
import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { chi2At95, mahalanobisSquared } from "../../../shared/heat/covariance.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { StateSnapshotSchema } from "../../../shared/wire/schemas.ts";
import { eventually, type LiveStation, liveStation } from "../../support/live-station.ts";

/** The built-in scenario at ten times its speed, flown once for all tests here. */
let live: LiveStation;

beforeAll(async () => {
  live = await liveStation({ simulate: { scenarioPath: defaultScenarioPath, speed: 10 } });
  await eventually(() => live.station.simulator);
}, 60_000);
afterAll(async () => {
  await live.close();
});

const truth = () => {
  const person = live.station.simulator?.truth.person;
  if (person === undefined) throw new Error("No simulator flies.");
  return person;
};

/** Squared Mahalanobis distance of the true person from a source; below chi2At95 it is inside the 95 % ellipse. */
const distance2 = ({ location }: HeatSource): number => {
  if (!location.located) return Number.POSITIVE_INFINITY;
  const { northM, eastM } = new LocalFrame(location.position).toNorthEast(truth());
  return mahalanobisSquared(northM, eastM, location.covariance);
};

describe("the built-in scenario", () => {
  test("shows two drones with cameras and a robot dog that move within seconds", async () => {
    const first = await eventually(() => {
      const vehicles = Object.values(live.station.snapshot().vehicles);
      return vehicles.length === 3 && vehicles.every((vehicle) => vehicle.position !== undefined) && vehicles;
    });
    await eventually(() =>
      Object.values(live.station.snapshot().vehicles).every((vehicle) => vehicle.thermal?.state === "streaming"),
    );
    await eventually(() =>
      first.some(({ id, position }) => live.station.snapshot().vehicles[id]?.position?.latDeg !== position?.latDeg),
    );

    expect(first.map(({ name }) => name).sort()).toEqual(["D1", "D2", "R1"]);
    expect(first.map(({ kind }) => kind).sort()).toEqual(["ground-robot", "multirotor", "multirotor"]);
    expect(live.station.snapshot().station).toMatchObject({
      mode: "simulation",
      hasBaseMap: true,
      simulationSpeed: 10,
    });
  });

  test("draws footprints and gives pictures, thumbnails and terrain over HTTP", async () => {
    const flying = await eventually(() =>
      Object.values(live.station.snapshot().vehicles).find((vehicle) => (vehicle.footprint?.length ?? 0) >= 4),
    );
    const source = await eventually(
      () => Object.values(live.station.snapshot().heat).find((heat) => heat.thumbnailVersion > 0),
      30_000,
    );

    const paths = [`/api/vehicles/${flying.id}/thermal.png`, `/api/heat/${source.id}/thumbnail?v=1`];
    for (const path of paths) {
      const answer = await fetch(live.origin + path, { headers: live.headers });
      expect(answer.headers.get("content-type")).toBe("image/png");
      expect([...new Uint8Array(await answer.arrayBuffer())].slice(1, 4)).toEqual([0x50, 0x4e, 0x47]);
    }
    const terrain = await fetch(`${live.origin}/api/terrain`, { headers: live.headers });
    expect(await terrain.json()).toMatchObject({ synthetic: true });
  });

  test("finds the person, inside the source's 95 % ellipse", { timeout: 90_000 }, async () => {
    const found = await eventually(
      () => Object.values(live.station.snapshot().heat).find((heat) => distance2(heat) < chi2At95),
      80_000,
    );

    expect(found.sightings).toBeGreaterThanOrEqual(3);
    expect(found.location).toMatchObject({ located: true });
    if (found.location.located) expect(found.location.ellipse95.semiMajorM).toBeLessThan(12);
  });

  test("says all of it as the schema does", async () => {
    const answer = await fetch(`${live.origin}/api/state`, { headers: live.headers });

    const parsed = StateSnapshotSchema.safeParse(await answer.json());

    expect(parsed.error?.issues.map((issue) => [issue.path.join("."), issue.message])).toBeUndefined();
  });

  test("takes decisions, and names them in the ordered events", async () => {
    const { id } = await eventually(() => Object.values(live.station.snapshot().heat)[0]);

    expect(await live.request({ kind: "heat.decide", heatId: id, decision: "confirmed", by: "Chen" })).toEqual({
      ok: true,
    });
    expect(live.station.snapshot().heat[id]?.decision).toMatchObject({ state: "confirmed", by: "Chen" });
    // A second person, whose screen still showed it as new, must look first.
    expect(
      await live.request({ kind: "heat.decide", heatId: id, decision: "dismissed", was: "new", by: "Li" }),
    ).toMatchObject({ ok: false, fault: { code: "decided-meanwhile", detail: expect.stringContaining("Chen") } });
    expect(live.station.snapshot().heat[id]?.decision).toMatchObject({ state: "confirmed", by: "Chen" });
    expect(await live.request({ kind: "heat.decide", heatId: id, decision: "new" })).toEqual({ ok: true });
    expect(live.station.snapshot().heat[id]?.decision).toEqual({ state: "new" });
  });

  test("refuses what isn't there or can't be, with what to do", async () => {
    const codeOf = async (request: Parameters<LiveStation["request"]>[0]) => {
      const result = await live.request(request);
      if (result.ok) return "ok";
      expect(result.fault.detail.length).toBeGreaterThan(20);
      return result.fault.code;
    };

    expect(await codeOf({ kind: "heat.decide", heatId: "heat-9999", decision: "confirmed" })).toBe("unknown-heat");
    expect(await codeOf({ kind: "alert.acknowledge", alertId: "none" })).toBe("unknown-alert");
    expect(await codeOf({ kind: "vehicle.rename", vehicleId: "99", name: "X" })).toBe("unknown-vehicle");
    expect(await codeOf({ kind: "link.remove", linkId: "none" })).toBe("unknown-link");
    expect(await codeOf({ kind: "link.remove", linkId: "simulator" })).toBe("not-removable");
    expect(await codeOf({ kind: "link.add", spec: "udpin:nowhere" })).toBe("bad-link-spec");
    expect(await codeOf({ kind: "link.add", spec: "file:a.tlog" })).toBe("bad-link-spec");
    expect(await codeOf({ kind: "simulator.start" })).toBe("not-possible");
  });

  test("renames a vehicle, adds and removes a link, lists serial ports", async () => {
    expect(await live.request({ kind: "vehicle.rename", vehicleId: "1", name: "Heron" })).toEqual({ ok: true });
    await eventually(() => live.station.snapshot().vehicles["1"]?.name === "Heron");

    // Nobody listens at the discard port: the link says so and keeps trying.
    const spec = "tcp:127.0.0.1:9";
    const added = await live.request({ kind: "link.add", spec });
    if (!added.ok || added.linkId === undefined) throw new Error("The link was not added.");
    const { linkId } = added;
    expect(await live.request({ kind: "link.add", spec })).toMatchObject({ ok: false, fault: { code: "link-exists" } });
    await eventually(() => live.station.snapshot().links[linkId]?.fault?.code === "connection-refused");
    await eventually(() => Object.values(live.station.snapshot().alerts).find((alert) => alert.code === "link-fault"));
    expect(await live.request({ kind: "link.remove", linkId })).toEqual({ ok: true });
    expect(live.station.snapshot().links[linkId]).toBeUndefined();

    expect(await live.request({ kind: "serial.list" })).toMatchObject({ ok: true, ports: expect.any(Array) });
  });
});
