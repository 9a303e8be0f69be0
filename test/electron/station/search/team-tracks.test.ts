import { describe, expect, it } from "vitest";
import type { NewLook } from "../../../../electron/station/search/look-book.ts";
import { TeamTracks } from "../../../../electron/station/search/team-tracks.ts";
import { inverseGeodesic } from "../../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import type { Thing } from "../../../../shared/incident/thing.ts";
import type { Whereabouts } from "../../../../shared/wire/incident.ts";
import { placeAt } from "../../../support/search-spec.ts";

const distanceM = (from: LatLon, to: LatLon) => inverseGeodesic(from, to).distanceM;

const rig = (fields: Thing<"team">["fields"] = { sweepWidthM: 30 }) => {
  const looks: NewLook[] = [];
  // Of a team only its fields are read.
  const team = { kind: "team", id: "t", fields } as unknown as Thing<"team">;
  const tracks = new TeamTracks({ team: () => team, onLook: (look) => looks.push(look) });
  const walk = (seconds: number, northM: number, who = "team/t", change: Partial<Whereabouts> = {}) =>
    tracks.note({ who, fix: { ...placeAt(northM, 0), utcMs: seconds * 1_000, source: "phone", ...change } });
  return { looks, walk };
};

describe("a team's way", () => {
  it("counts leg by leg, as wide as the team sees", () => {
    const { looks, walk } = rig();

    for (const [s, n] of [
      [0, 0],
      [20, 20],
      [40, 40],
    ] as const)
      walk(s, n);

    expect(looks).toHaveLength(2);
    expect(looks[1]).toMatchObject({ kind: "track", by: "team/t", sweepWidthM: 30, utcMs: 40_000 });
  });

  it("counts for nothing where nobody measured how far it sees", () => {
    const { looks, walk } = rig({});

    walk(0, 0);
    walk(20, 20);

    expect(looks).toEqual([]);
  });

  it("counts for nothing while it is driven, nor over a gap in its positions", () => {
    const { looks, walk } = rig();

    walk(0, 0);
    walk(10, 200);
    walk(1_000, 400);
    expect(looks).toEqual([]);

    walk(1_020, 415);
    expect(looks).toHaveLength(1);
  });

  it("counts for nothing while a resting team's position wanders within its error", () => {
    const { looks, walk } = rig();

    for (let s = 0; s < 1_200; s += 10) walk(s, (s % 20) * 1.2, "team/t", { sigmaM: 10 });
    expect(looks).toEqual([]);

    for (let s = 1_200; s < 1_300; s += 10) walk(s, s - 1_200, "team/t", { sigmaM: 10 });
    const metres = looks.map((look) => (look.kind === "track" ? distanceM(look.from, look.to) : 0));
    expect(metres.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(50);
    expect(metres.reduce((sum, one) => sum + one, 0)).toBeLessThan(110);
  });

  it("counts for nothing where the place is less certain than they see, or was told by radio", () => {
    const { looks, walk } = rig();

    for (let s = 0; s < 600; s += 60) walk(s, s, "team/t", { sigmaM: 400 });
    for (let s = 600; s < 1_200; s += 60) walk(s, s, "team/t", { source: "radio" });

    expect(looks).toEqual([]);
  });

  it("isn't counted again for each of its people", () => {
    const { looks, walk } = rig();

    walk(0, 0, "person/p");
    walk(20, 20, "person/p");

    expect(looks).toEqual([]);
  });
});
