import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { archiveHash, archiveRouteOf, besideHash } from "../../../../renderer/stores/archive/archive-address.ts";

const places = fc.record({
  missionId: fc.string({ minLength: 1, maxLength: 64 }).filter((id) => id.isWellFormed()),
  positionMs: fc.integer({ min: -1e12, max: 1e12 }),
});

describe("the archive's addresses", () => {
  it("lead back to what they were made of", () => {
    fc.assert(
      fc.property(places, places, (left, right) => {
        expect(archiveRouteOf(archiveHash(left))).toEqual({ page: "mission", ...left });
        expect(archiveRouteOf(besideHash(left, right))).toEqual({ page: "beside", left, right });
      }),
    );
  });

  it("name the list, and a mission without an instant", () => {
    expect(archiveRouteOf("#/archive")).toEqual({ page: "archive" });
    expect(archiveRouteOf("#/archive/")).toEqual({ page: "archive" });
    expect(archiveRouteOf("#/archive/s1")).toEqual({ page: "mission", missionId: "s1" });
  });

  it("say how fast a mission plays by itself, where they do", () => {
    expect(archiveRouteOf("#/archive/replay?play=5")).toEqual({ page: "mission", missionId: "replay", playSpeed: 5 });
    expect(archiveRouteOf("#/archive/s1@900?play=-0.5")).toMatchObject({ positionMs: 900, playSpeed: -0.5 });
    for (const play of ["", "0", "0.01", "1000", "fast", "Infinity"])
      expect(archiveRouteOf(`#/archive/s1?play=${play}`)).toEqual({ page: "mission", missionId: "s1" });
  });

  it.each([
    "",
    "#/",
    "#/panel/heat",
    "#/archives",
    "#/archive/%E0%A4%A",
    "#/archive/a@b",
    "#/archive/a/beside/",
    "#/archive/a/b",
  ])("take %j for something else", (hash) => {
    expect(archiveRouteOf(hash)).toBeUndefined();
  });
});
