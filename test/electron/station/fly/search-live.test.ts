import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inverseGeodesic } from "../../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { offsetLatLon } from "../../../../shared/geo/local-frame.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
import type { SearchAt } from "../../../../shared/wire/search-answers.ts";
import type { StateSnapshot } from "../../../../shared/wire/state.ts";
import { type RunningStation, runStation } from "../../../support/running-station.ts";

const ipp: LatLon = { latDeg: 30.8702, lonDeg: 120.4335 };
const args = ["--speed", "4"];

const stateOf = async (station: RunningStation) => (await (await station.get("/api/state")).json()) as StateSnapshot;
const searchOf = async (station: RunningStation) => (await stateOf(station)).station.search;
const atOf = async (station: RunningStation, { latDeg, lonDeg }: LatLon) =>
  (await (await station.get(`/api/search/at?lat=${latDeg}&lon=${lonDeg}`)).json()) as SearchAt;

const poll = { timeout: 100_000, interval: 250 };

describe("drones and a robot dog that fly and walk a search", () => {
  const recordFolder = mkdtempSync(join(tmpdir(), "lantern-search-"));
  let station: RunningStation;
  const ask = async (request: unknown): Promise<RequestResult & { readonly ok: true }> => {
    const result = (await (await station.post(request)).json()) as RequestResult;
    if (!result.ok) throw new Error(`${result.fault.code}: ${result.fault.detail}`);
    return result;
  };

  beforeAll(async () => {
    station = await runStation({ args, recordFolder });
    await ask({
      kind: "incident.open",
      incident: { name: "Elder of Linghu" },
      subject: { category: "dementia", lastSeen: { place: ipp, utcMs: Date.now() - 7_200_000, kind: "PLS" } },
    });
    await ask({ kind: "incident.put", thing: "model", thingId: "model", fields: { radiusM: 1_000 } });
    const rings = [-1, 1].flatMap((n) =>
      [-1, 1].map((e) =>
        [
          [0, 0],
          [0, 1],
          [1, 1],
          [1, 0],
        ].map(([i = 0, j = 0]) => offsetLatLon(ipp, n * 300 * i, e * 300 * j)),
      ),
    );
    await ask({
      kind: "incident.put-many",
      things: rings.map((ring, i) => ({ thing: "segment", fields: { name: `A${"ABCD"[i]}`, ring } })),
    });
  });

  afterAll(async () => {
    await station.stop();
    rmSync(recordFolder, { recursive: true, force: true });
  });

  it("raise the probability of success as they go, and move the belief away from searched ground", async () => {
    await expect.poll(async () => (await searchOf(station))?.pos ?? 0, poll).toBeGreaterThan(0.004);

    const { station: seen, vehicles, grades } = await stateOf(station);
    expect(seen.search?.coveredM2).toBeGreaterThan(5_000);
    expect(Object.values(grades).some(({ pod }) => pod > 0)).toBe(true);
    expect(Object.values(vehicles).filter(({ thermal }) => thermal?.state === "streaming").length).toBeGreaterThan(0);
    const drone = vehicles["1"]?.position ?? ipp;
    expect(inverseGeodesic(drone, ipp).distanceM).toBeLessThan(1_000);
  });

  it("leave less where they looked, and more where nobody was", async () => {
    const untouched = offsetLatLon(ipp, -800, -800);
    /** Places that a camera looks at now; of those the first that counted as searched. */
    const searched = async (): Promise<LatLon | undefined> => {
      const { vehicles } = await stateOf(station);
      for (const { footprint = [] } of Object.values(vehicles))
        for (const corner of footprint.slice(0, 8)) {
          const opposite = footprint[footprint.indexOf(corner) + 8] ?? corner;
          const place = {
            latDeg: (corner.latDeg + 2 * opposite.latDeg) / 3,
            lonDeg: (corner.lonDeg + 2 * opposite.lonDeg) / 3,
          };
          if ((await atOf(station, place)).pod > 0) return place;
        }
      return undefined;
    };
    let place: LatLon | undefined;
    await expect.poll(async () => (place = await searched()), poll).toBeDefined();

    const [below, beside] = [await atOf(station, place ?? ipp), await atOf(station, untouched)];
    expect(below.densityPerKm2).toBeLessThan(below.priorPerKm2);
    expect(below.lastLook?.by).toMatch(/^vehicle\//);
    expect(beside.pod).toBe(0);
    expect(beside.densityPerKm2).toBeGreaterThanOrEqual(beside.priorPerKm2);
  });

  it("have their searching kept through kill -9: the map is the same afterwards", async () => {
    // All that was looked at so far has been reported and kept: nobody is searched for any more.
    const [incident] = Object.values((await stateOf(station)).things).filter(({ kind }) => kind === "incident");
    await ask({ kind: "incident.put", thing: "incident", thingId: incident?.id, fields: { phase: "suspended" } });
    const settled = async () => {
      // A busy worker may leave one report out.
      const [one, ...others] = [await searchOf(station), await nextReport(station), await nextReport(station)];
      return others.every((other) => one?.pos === other?.pos && one?.version === other?.version);
    };
    await expect.poll(settled, poll).toBe(true);
    const before = await stateOf(station);

    await station.stop("SIGKILL");
    station = await runStation({ args, recordFolder });

    await expect.poll(async () => (await searchOf(station))?.pos, poll).toBe(before.station.search?.pos);
    const after = await stateOf(station);
    expect(after.station.search?.coveredM2).toBe(before.station.search?.coveredM2);
    expect(after.station.search?.grid).toEqual(before.station.search?.grid);
    expect(after.station.search?.version).toBeGreaterThan(before.station.search?.version ?? 0);
    for (const [id, grade] of Object.entries(before.grades)) {
      expect(after.grades[id]?.pod).toBeCloseTo(grade.pod, 3);
      expect(after.grades[id]?.poa).toBeCloseTo(grade.poa, 3);
    }
  });

  it("get plans for the segments they are sent to, which nobody flies by themselves", async () => {
    const [segment] = Object.values((await stateOf(station)).things).filter(({ kind }) => kind === "segment");
    // Started anew, the station knows how wide this camera looks once the drone has told it; the dog may be first.
    const looksHowWide = async () =>
      Object.values((await stateOf(station)).feeds).some(({ vehicleId, hfov }) => vehicleId === "1" && hfov);
    await expect.poll(looksHowWide, poll).toBe(true);
    const sent = await ask({
      kind: "incident.send",
      assignment: { to: { kind: "vehicle", id: "1" }, task: "search", segmentIds: [segment?.id] },
    });

    const state = await stateOf(station);
    const job = Object.values(state.things).find(({ id }) => id === sent.thingId);
    const planId = job?.kind === "assignment" ? job.fields.planId : undefined;
    const plan = state.plans[String(planId)]?.plan;

    expect(plan?.vehicleId).toBe("1");
    expect(plan?.elements.map(({ kind }) => kind)).toEqual(["take-off", "gimbal", "pattern", "return"]);
    const pattern = plan?.elements.find((element) => element.kind === "pattern");
    expect(pattern?.kind === "pattern" && pattern.points.length).toBeGreaterThan(4);
    expect(Object.values(state.operations)).toEqual([]);
  });
});

/** The worker tells what changed every two seconds: how the search stands after that. */
const nextReport = async (station: RunningStation) => {
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  return searchOf(station);
};
