import { describe, expect, it } from "vitest";
import type { NewLook } from "../../../../electron/station/search/look-book.ts";
import { TeamTracks } from "../../../../electron/station/search/team-tracks.ts";
import type { Thing } from "../../../../shared/incident/thing.ts";
import { placeAt } from "../../../support/search-spec.ts";
import { handClock } from "../../../support/station-server.ts";

const rig = (fields: Thing<"team">["fields"] = { sweepWidthM: 30 }) => {
  const looks: NewLook[] = [];
  // Of a team only its fields are read.
  const team = { kind: "team", id: "t", fields } as unknown as Thing<"team">;
  const tracks = new TeamTracks({ clock: handClock(), team: () => team, onLook: (look) => looks.push(look) });
  const walk = (seconds: number, northM: number, who = "team/t") =>
    tracks.note({ who, fix: { ...placeAt(northM, 0), utcMs: seconds * 1_000, source: "phone" } });
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

  it("isn't counted again for each of its people", () => {
    const { looks, walk } = rig();

    walk(0, 0, "person/p");
    walk(20, 20, "person/p");

    expect(looks).toEqual([]);
  });
});
