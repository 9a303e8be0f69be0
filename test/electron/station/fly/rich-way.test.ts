import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inverseGeodesic } from "../../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { assignmentStatus } from "../../../../shared/incident/assignment-status.ts";
import type { Thing } from "../../../../shared/incident/thing.ts";
import type { Proposal } from "../../../../shared/wire/incident.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
import type { SearchAt } from "../../../../shared/wire/search-answers.ts";
import type { StateSnapshot } from "../../../../shared/wire/state.ts";
import { type RunningStation, runStation } from "../../../support/running-station.ts";

const ipp: LatLon = { latDeg: 30.8702, lonDeg: 120.4335 };
const poll = { timeout: 100_000, interval: 250 };

describe("a drone that is given a way over the richest ground", () => {
  let station: RunningStation;
  let proposal: Proposal;
  let jobId: string;
  const ask = async (request: unknown): Promise<RequestResult & { readonly ok: true }> => {
    const result = (await (await station.post(request)).json()) as RequestResult;
    if (!result.ok) throw new Error(`${result.fault.code}: ${result.fault.detail}`);
    return result;
  };
  /** A machine that stands still for a second makes a gap in what a fast vehicle says: then a person asks again. */
  const insist = (request: unknown) =>
    expect
      .poll(async () => {
        const result = (await (await station.post(request)).json()) as RequestResult;
        return result.ok ? "done" : `${result.fault.code}: ${result.fault.detail}`;
      }, poll)
      .toBe("done");
  const stateOf = async () => (await (await station.get("/api/state")).json()) as StateSnapshot;
  const posOf = async () => (await stateOf()).station.search?.pos ?? 0;
  const atOf = async ({ latDeg, lonDeg }: LatLon) =>
    (await (await station.get(`/api/search/at?lat=${latDeg}&lon=${lonDeg}`)).json()) as SearchAt;
  const jobOf = async () =>
    Object.values((await stateOf()).things).find(
      (thing): thing is Thing<"assignment"> => thing.kind === "assignment" && thing.id === jobId,
    );
  const wayOf = () => {
    if (proposal.way === undefined) throw new Error("No way was offered.");
    return proposal.way;
  };

  beforeAll(async () => {
    station = await runStation({ args: ["--speed", "3"] });
    await ask({
      kind: "incident.open",
      incident: { name: "Elder of Linghu" },
      subject: { category: "dementia", lastSeen: { place: ipp, utcMs: Date.now() - 7_200_000, kind: "PLS" } },
    });
    await ask({ kind: "incident.put", thing: "model", thingId: "model", fields: { radiusM: 1_000 } });
  });

  afterAll(() => station.stop());

  it("is offered it without any segment, within its battery and back home", async () => {
    await expect
      .poll(async () => {
        const { station: seen, feeds, vehicles } = await stateOf();
        const looks = Object.values(feeds).some(({ vehicleId, hfov }) => vehicleId === "1" && hfov !== undefined);
        return looks && seen.search?.state === "ready" && vehicles["1"]?.home !== undefined;
      }, poll)
      .toBe(true);
    await insist({ kind: "vehicle.do", vehicleId: "1", action: { kind: "hold" }, wait: true });
    let proposals: readonly Proposal[] = [];
    await expect
      .poll(async () => {
        const answer = await ask({ kind: "search.propose", horizonMin: 30, who: ["vehicle/1"] });
        proposals = answer.proposals ?? [];
        return proposals.length;
      }, poll)
      .toBe(1);

    const [only] = proposals;
    if (only === undefined) throw new Error("Nothing was proposed.");
    proposal = only;
    const { vehicles } = await stateOf();
    const way = wayOf();
    expect(only).toMatchObject({ who: "vehicle/1", segmentIds: [] });
    expect(way.expectedPos).toBeGreaterThan(0.01);
    // What it says is left, and at least what its kind usually has above the reserve.
    const { remainingS = 0 } = vehicles["1"]?.battery ?? {};
    expect(way.searchS + way.homeS).toBeLessThan(Math.max(1_125, remainingS));
    expect(inverseGeodesic(way.path[0] ?? ipp, vehicles["1"]?.position ?? ipp).distanceM).toBeLessThan(100);
  });

  it("gets it as an assignment and a plan by one request, which only its pilot uploads", async () => {
    const { path, expectedPos } = wayOf();
    const sent = await ask({
      kind: "incident.send",
      assignment: { to: { kind: "vehicle", id: "1" }, task: "search", path, expectedPos },
    });
    jobId = sent.thingId ?? "";

    const { plans, operations } = await stateOf();
    const job = await jobOf();
    const view = plans[job?.fields.planId ?? ""];
    expect(view?.plan.elements.map(({ kind }) => kind)).toEqual(["take-off", "gimbal", "pattern", "return"]);
    expect(Object.values(operations).some(({ kind }) => kind === "plan-upload")).toBe(false);
    // It has a job now: whatever else is offered is offered instead of that. For a moment it may not be heard.
    await expect
      .poll(async () => {
        const { leftOut = [], proposals = [] } = await ask({ kind: "search.propose", horizonMin: 30 });
        const other = proposals.find(({ who }) => who === "vehicle/1");
        return other?.way?.insteadOf?.assignmentId ?? leftOut.find(({ who }) => who === "vehicle/1")?.why;
      }, poll)
      .toBeOneOf(["busy", jobId]);
  });

  it("flies it, and what it has flown over counts: the probability of success rises", async () => {
    const job = await jobOf();
    const planId = job?.fields.planId ?? "";
    const { plans } = await stateOf();
    const before = await posOf();

    await insist({ kind: "plan.upload", planId, revision: plans[planId]?.revision ?? 0, wait: true });
    await insist({ kind: "vehicle.do", vehicleId: "1", action: { kind: "mission-start" }, wait: true });

    const { path, expectedPos } = wayOf();
    const flownOver = async () => {
      const places = await Promise.all(path.map(atOf));
      return places.filter(({ lastLook, pod }) => lastLook?.by === "vehicle/1" && pod > 0.2).length;
    };
    await expect.poll(flownOver, poll).toBeGreaterThanOrEqual(Math.min(4, path.length - 1));
    await expect.poll(async () => (await posOf()) - before, poll).toBeGreaterThan(0.1 * expectedPos);
    await expect
      .poll(async () => {
        const now = await jobOf();
        return now === undefined ? undefined : assignmentStatus(now).state;
      }, poll)
      .toBe("on-scene");
  });
});
