import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TrackStep } from "../../../../electron/station/incident/whereabouts-book.ts";
import type { Whereabouts } from "../../../../shared/wire/incident.ts";
import { placeAt } from "../../../support/build-views.ts";
import { type IncidentRig, incidentRig, openIncident, well } from "../../../support/incident-rig.ts";

let rig: IncidentRig;
let steps: TrackStep[];

beforeEach(() => {
  rig = incidentRig();
  openIncident(rig);
  well(
    rig.desk.putMany([
      { thing: "team", thingId: "t1", fields: { name: "Team 1", leaderId: "lead" } },
      { thing: "person", thingId: "lead", fields: { name: "Chen", teamId: "t1" } },
      { thing: "person", thingId: "p1", fields: { name: "Wang", teamId: "t1" } },
      { thing: "person", thingId: "alone", fields: { name: "Li" } },
      { thing: "invite", thingId: "w", fields: { purpose: "locate" } },
    ]),
  );
  steps = [];
  rig.desk.onTrack((step) => steps.push(step));
});
afterEach(() => rig.remove());

const fix = (northM: number, utcMs = rig.clock.utcMs(), change: Partial<Whereabouts> = {}): Whereabouts => ({
  ...placeAt(northM, 0),
  utcMs,
  source: "phone",
  ...change,
});
const place = (who: string, at: Whereabouts) => well(rig.desk.place(who, at));
const tracked = (who: string) => steps.filter((step) => step.who === who).map(({ fix: { utcMs } }) => utcMs);

describe("where somebody is", () => {
  test("is what they told last; what comes late only belongs to their track", () => {
    const now = rig.clock.utcMs();
    place("person/alone", fix(0, now - 60_000));
    const latest = fix(50, now, { sigmaM: 4 });
    place("person/alone", latest);

    place("person/alone", fix(25, now - 30_000));

    expect(rig.desk.whereabouts.get("person/alone")).toEqual(latest);
    expect(tracked("person/alone")).toEqual([now - 60_000, now, now - 30_000]);
  });

  test("isn't in the time to come, though their clock is a day off", () => {
    const now = rig.clock.utcMs();

    place("person/alone", fix(0, now + 86_400_000));
    rig.pass(1_000);
    place("person/alone", fix(20));

    expect(rig.desk.whereabouts.get("person/alone")?.utcMs).toBe(now + 1_000);
  });

  test("is after a restart what it was, and by whom it was told", async () => {
    place("person/lead", fix(0));
    place("person/alone", fix(10, rig.clock.utcMs(), { source: "radio" }));
    place("person/p1", fix(20, rig.clock.utcMs(), { source: "simulated" }));
    rig.pass(1_000);
    await rig.close();

    const again = incidentRig(rig.folder);
    try {
      const sources = [...again.desk.whereabouts].map(([who, { source }]) => [who, source]);
      expect(Object.fromEntries(sources)).toEqual({
        ...{ "person/alone": "radio", "person/lead": "phone", "person/p1": "simulated", "team/t1": "phone" },
      });
    } finally {
      await again.close();
    }
  });

  test("goes on after the computer's clock was put back, now and after a restart", async () => {
    place("person/lead", fix(0));
    rig.clock.now -= 7_200_000;
    place("person/lead", fix(50));
    place("person/lead", fix(60));

    expect(rig.desk.whereabouts.get("person/lead")).toMatchObject({ ...placeAt(60, 0), utcMs: rig.clock.utcMs() });
    expect(rig.desk.whereabouts.get("team/t1")).toMatchObject(placeAt(60, 0));
    rig.pass(1_000);
    await rig.close();

    const again = incidentRig(rig.folder);
    try {
      again.clock.now = rig.clock.now;
      well(again.desk.place("person/lead", { ...fix(90), utcMs: again.clock.utcMs() }));
      expect(again.desk.whereabouts.get("person/lead")).toMatchObject(placeAt(90, 0));
    } finally {
      await again.close();
    }
  });

  test("of a team comes by another phone where its carrier's last word lies in the time to come", () => {
    place("person/p1", fix(0));
    rig.clock.now -= 7_200_000;

    place("person/lead", fix(10));
    rig.clock.now += 200_000;
    place("person/p1", fix(70));

    expect(rig.desk.whereabouts.get("team/t1")).toMatchObject(placeAt(70, 0));
  });

  test("is a new map each time, so that screens hear of it", () => {
    place("invite/w", fix(0));
    const before = rig.desk.whereabouts;
    expect(rig.desk.whereabouts).toBe(before);

    place("invite/w", fix(5));

    expect(rig.desk.whereabouts).not.toBe(before);
    expect(before.get("invite/w")).toEqual(fix(0));
  });
});

describe("a track", () => {
  test("has a point every 5 s, or every 10 m", () => {
    const start = rig.clock.utcMs() - 60_000;
    for (let s = 0; s <= 12; s++) place("person/alone", fix(s, start + 1_000 * s));
    expect(tracked("person/alone")).toEqual([start, start + 5_000, start + 10_000]);

    place("person/alone", fix(21, start + 13_000));

    expect(tracked("person/alone").at(-1)).toBe(start + 13_000);
  });

  test("of a team is its leader's, and without the leader that of one member, not a zigzag of all", () => {
    const start = rig.clock.utcMs();
    place("person/p1", fix(0));
    expect(rig.desk.whereabouts.get("team/t1")).toEqual(fix(0));
    rig.pass(10_000);
    place("person/lead", fix(300));
    place("person/p1", fix(20));
    expect(rig.desk.whereabouts.get("team/t1")).toEqual(fix(300));
    expect(tracked("team/t1")).toEqual([start, start + 10_000]);

    rig.pass(119_000);
    place("person/p1", fix(40));
    expect(rig.desk.whereabouts.get("team/t1")).toEqual(fix(300, start + 10_000));
    rig.pass(2_000);
    place("person/p1", fix(60));

    expect(rig.desk.whereabouts.get("team/t1")).toEqual(fix(60));
  });

  test("is kept in the record, and everybody is there again after a restart", async () => {
    const now = rig.clock.utcMs();
    place("person/lead", fix(0, now - 20_000, { sigmaM: 3 }));
    place("person/lead", fix(30, now));
    rig.pass(1_000);
    await rig.close();

    const again = incidentRig(rig.folder);
    try {
      const incidentId = again.desk.incidentId ?? "";
      expect(again.record.incidents.tracks(incidentId)).toEqual([
        { who: "person/lead", utcMs: now - 20_000, ...placeAt(0, 0), sigmaM: 3, source: "phone" },
        { who: "person/lead", utcMs: now, ...placeAt(30, 0), source: "phone" },
        { who: "team/t1", utcMs: now - 20_000, ...placeAt(0, 0), sigmaM: 3, source: "phone" },
        { who: "team/t1", utcMs: now, ...placeAt(30, 0), source: "phone" },
      ]);
      expect(again.desk.whereabouts.get("team/t1")).toEqual({ ...placeAt(30, 0), utcMs: now, source: "phone" });
    } finally {
      await again.close();
    }
  });

  test("of a disk that takes nothing waits for it", () => {
    const incidentId = rig.desk.incidentId ?? "";
    const { incidents } = rig.record;
    const works = incidents.appendTracks;
    incidents.appendTracks = () => ({ ok: false, fault: { code: "disk-full", detail: "" } });
    place("person/alone", fix(0));
    rig.pass(1_000);
    expect(incidents.tracks(incidentId)).toEqual([]);

    incidents.appendTracks = works;
    rig.pass(1_000);

    expect(incidents.tracks(incidentId)).toHaveLength(1);
  });
});
