import { afterEach, beforeEach, expect, test } from "vitest";
import type { HeatDecision, HeatSource } from "../../../../shared/heat/heat-source.ts";
import { buildHeat } from "../../../support/build-views.ts";
import { type IncidentRig, incidentRig, openIncident, well } from "../../../support/incident-rig.ts";

let rig: IncidentRig;

beforeEach(() => {
  rig = incidentRig();
  rig.clock.now += 10_000;
});
afterEach(() => rig.remove());

const source = (state: HeatDecision["state"], change: Partial<HeatSource> = {}): HeatSource => {
  const utcMs = rig.clock.utcMs();
  const decision: HeatDecision = state === "new" ? { state } : { state, by: "Chen", atMs: rig.clock.nowMs(), utcMs };
  return buildHeat(7, {
    decision,
    firstSeenUtcMs: utcMs - 500,
    lastSeenUtcMs: utcMs - 100,
    ...change,
  });
};
const decide = (...all: readonly HeatSource[]) => {
  rig.setSources(...all);
  rig.pass(1_000);
};
const clues = () => [...rig.desk.things.values()].filter((thing) => thing.kind === "clue");

test("a source that a person confirmed becomes a clue, once", () => {
  openIncident(rig);
  const confirmed = source("confirmed");
  decide(source("new"));
  expect(clues()).toEqual([]);

  decide(confirmed);
  decide({ ...confirmed, sightings: 99 });
  decide({ ...confirmed, sightings: 100 });

  const location = confirmed.location.located ? confirmed.location : undefined;
  expect(clues()).toHaveLength(1);
  expect(clues()[0]).toMatchObject({
    fields: {
      ...{ nature: "heat", heatId: "heat-7", effect: "here", state: "new", reporter: "Chen", number: 1 },
      place: { latDeg: location?.position.latDeg, lonDeg: location?.position.lonDeg },
      utcMs: confirmed.lastSeenUtcMs,
    },
  });
  expect(rig.news()).toContain("clue 1");
});

test("the clue is as reliable as the source is likely a person, and as wide as its ellipse", () => {
  openIncident(rig);
  const location = { covariance: { nn: 16, ne: 0, ee: 9 }, located: true } as const;
  const built = source("confirmed", { personProbability: 0.87 });
  if (!built.location.located) throw new Error("It has no place.");

  decide({ ...built, location: { ...built.location, ...location } });

  expect(clues()[0]?.fields).toMatchObject({ reliability: 0.87, sigmaM: Math.sqrt(12.5) });
});

test("a source from a record without such a probability makes a clue whose reliability people must say", () => {
  openIncident(rig);
  const { personProbability: _none, ...old } = source("confirmed");

  decide(old);

  expect(clues()[0]?.fields.reliability).toBeUndefined();
});

test("dismissed, so is its clue; confirmed again, it is a clue again", () => {
  openIncident(rig);
  decide(source("confirmed"));
  rig.pass(1_000);
  decide(source("dismissed", { firstSeenUtcMs: 0 }));
  expect(clues()[0]?.fields.state).toBe("dismissed");
  rig.pass(1_000);

  decide(source("confirmed", { firstSeenUtcMs: 0 }));

  expect(clues()).toHaveLength(1);
  expect(clues()[0]?.fields.state).toBe("new");
});

test("what people judged of the clue since stands", () => {
  openIncident(rig);
  decide(source("confirmed"));
  const dismissed = source("dismissed", { firstSeenUtcMs: 0 });
  rig.pass(1_000);
  well(rig.desk.put({ thing: "clue", thingId: clues()[0]?.id, fields: { state: "confirmed" } }));

  decide(dismissed);

  expect(clues()[0]?.fields.state).toBe("confirmed");
});

test("a source without a place, or decided before this search, is no clue", () => {
  const before = source("confirmed");
  rig.clock.now += 1_000;
  openIncident(rig);

  decide(before, source("confirmed", { id: "heat-8", location: { located: false, reason: "no-pose" } }));

  expect(clues()).toEqual([]);
});

test("a source that has a former one's id, counted anew in another run, is a clue of its own", () => {
  openIncident(rig);
  decide(source("confirmed"));
  rig.pass(60_000);

  decide(source("confirmed"));

  expect(clues().map(({ fields }) => fields.number)).toEqual([1, 2]);
});
