import { describe, expect, it } from "vitest";
import { translator } from "../../../../renderer/i18n/translate.ts";
import { ghostText } from "../../../../renderer/map/plan/ghost-text.ts";
import { insertAtGrip, moveGrip, removeGrip } from "../../../../renderer/map/plan/grip-edit.ts";
import {
  type Grip,
  grabPx,
  type Handle,
  handleAt,
  planHandles,
  snapPlaces,
  snapTo,
} from "../../../../renderer/map/plan/plan-handles.ts";
import { planLines } from "../../../../renderer/map/plan/plan-lines.ts";
import { withHole, withoutHole } from "../../../../renderer/stores/plan/shape-edit.ts";
import { distanceM } from "../../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import type { Plan, PlanElement } from "../../../../shared/plan/plan.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { placeAt } from "../../../support/build-views.ts";

/** One pixel a metre, north up. */
const toPx = ({ latDeg, lonDeg }: LatLon) => ({
  x: (lonDeg - 120.433) * 111_320 * Math.cos((30.87 * Math.PI) / 180),
  y: -(latDeg - 30.87) * 111_320,
});
const plan: Plan = buildPlan("3", {
  fences: [
    { id: "f", shape: "polygon", inclusion: true, points: [placeAt(300, -300), placeAt(300, 300), placeAt(-300, 0)] },
    { id: "c", shape: "circle", inclusion: false, centre: placeAt(-300, -300), radiusM: 50 },
  ],
  rallyPoints: [{ id: "r", ...placeAt(10, -200), altitude: { reference: "home", m: 30 } }],
});
const pattern = { kind: "element", id: "e3" } as const;
const element = (of: Plan, id: string): PlanElement => {
  const found = of.elements.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`No element ${id}.`);
  return found;
};
const outlineOf = (of: Plan): readonly LatLon[] => {
  const found = element(of, "e3");
  return found.kind === "pattern" && "area" in found.shape ? found.shape.area.outline : [];
};
const corner = (index: number, ring = 0): Grip & { kind: "corner" } => ({ kind: "corner", part: pattern, ring, index });
const far = (a: LatLon, b: LatLon | undefined): number => (b === undefined ? Number.NaN : distanceM(a, b));

describe("handles", () => {
  it("number what is in the list, and show corners only of what is worked at", () => {
    const idle = planHandles(plan, undefined);
    const working = planHandles(plan, pattern);

    expect(idle.flatMap(({ label }) => label ?? [])).toEqual(["2", "3", "4", "5"]);
    expect(idle.some(({ grip }) => grip.kind === "corner")).toBe(false);
    expect(working.filter(({ grip }) => grip.kind === "corner")).toHaveLength(4);
    expect(working.filter(({ grip }) => grip.kind === "middle")).toHaveLength(4);
    expect(planHandles(plan, { kind: "fence", id: "c" }).filter(({ grip }) => grip.kind === "radius")).toHaveLength(1);
    expect(planHandles(plan, { kind: "element", id: "e4" }).filter(({ grip }) => grip.kind === "radius")).toHaveLength(
      1,
    );
  });

  it("are as large as a gloved fingertip, and the nearest one is taken", () => {
    const handles = planHandles(plan, pattern);
    const at = toPx(placeAt(60, 0));

    expect(handleAt(handles, at.x + grabPx - 1, at.y, toPx)?.grip).toMatchObject({ kind: "corner" });
    expect(handleAt(handles, at.x - grabPx - 2, at.y - grabPx - 2, toPx)).toBeUndefined();
  });

  it("prefer what is there over what would make something new", () => {
    const place = placeAt(0, 0);
    const handles: Handle[] = [
      { grip: { kind: "middle", part: pattern, ring: 0, index: 0 }, place },
      { grip: corner(1), place: placeAt(0, 4) },
    ];

    expect(handleAt(handles, toPx(place).x, toPx(place).y, toPx)?.grip.kind).toBe("corner");
  });

  it("snap to a corner of a neighbour within reach, never to their own part", () => {
    const places = snapPlaces([plan, buildPlan("2", { id: "other" })], { kind: "element", id: "none" });
    const target = placeAt(60, -120);

    expect(snapTo(placeAt(63, -123), places, 10, toPx)).toEqual(target);
    expect(snapTo(placeAt(90, -90), places, 10, toPx)).toEqual(placeAt(90, -90));
    expect(snapPlaces([plan], pattern)).toHaveLength(3);
  });
});

describe("dragging", () => {
  it("moves a corner and leaves the pattern to be worked out anew", () => {
    const moved = moveGrip(plan, corner(1), placeAt(90, 150));

    expect(outlineOf(moved)[1]).toEqual(placeAt(90, 150));
    expect(element(moved, "e3")).toMatchObject({ points: [] });
    expect(outlineOf(moved)[0]).toEqual(outlineOf(plan)[0]);
  });

  it("moves a pattern as a whole, without changing its form", () => {
    const middle = planHandles(plan, undefined).find(({ label }) => label === "3")?.place ?? placeAt(0, 0);
    const moved = moveGrip(plan, { kind: "whole", part: pattern }, placeAt(500, 500));

    const [a, b] = outlineOf(moved);
    const [wasA, wasB] = outlineOf(plan);
    expect(far(a as LatLon, b)).toBeCloseTo(far(wasA as LatLon, wasB), 1);
    const now = planHandles(moved, undefined).find(({ label }) => label === "3")?.place;
    expect(far(placeAt(500, 500), now)).toBeLessThan(0.1);
    expect(far(middle, now)).toBeGreaterThan(500);
  });

  it("makes a corner between two, and goes on holding it", () => {
    const { plan: inserted, grip } = insertAtGrip(plan, { ...corner(3), kind: "middle" }, placeAt(-40, -9), "new");

    expect(outlineOf(inserted)).toHaveLength(5);
    expect(outlineOf(inserted)[4]).toEqual(placeAt(-40, -9));
    expect(grip).toMatchObject({ kind: "corner", index: 4 });
  });

  it("makes a point half way of a leg, at the height of the one before it", () => {
    const two = {
      ...plan,
      elements: [element(plan, "e2"), element(plan, "e5")],
    };

    const { plan: inserted, grip } = insertAtGrip(
      two,
      { kind: "leg", part: { kind: "element", id: "e5" } },
      placeAt(0, 0),
      "new",
    );

    expect(inserted.elements.map(({ id }) => id)).toEqual(["e2", "new", "e5"]);
    expect(inserted.elements[1]).toMatchObject({ altitude: { reference: "ground", m: 60 } });
    expect(grip).toEqual({ kind: "whole", part: { kind: "element", id: "new" } });
  });

  it("changes a radius within what can be flown", () => {
    const orbit: Grip = { kind: "radius", part: { kind: "element", id: "e4" } };
    const fence: Grip = { kind: "radius", part: { kind: "fence", id: "c" } };

    expect(element(moveGrip(plan, orbit, placeAt(-200, 160)), "e4")).toMatchObject({ radiusM: 100 });
    expect(element(moveGrip(plan, orbit, placeAt(-200, 60)), "e4")).toMatchObject({ radiusM: 5 });
    expect(moveGrip(plan, fence, placeAt(-300, -220)).fences[1]).toMatchObject({ radiusM: 80 });
  });

  it("moves a fence's corner and a rally point", () => {
    const moved = moveGrip(
      plan,
      { kind: "corner", part: { kind: "fence", id: "f" }, ring: 0, index: 2 },
      placeAt(-400, 0),
    );

    expect(moved.fences[0]).toMatchObject({ points: [placeAt(300, -300), placeAt(300, 300), placeAt(-400, 0)] });
    expect(
      moveGrip(plan, { kind: "whole", part: { kind: "rally", id: "r" } }, placeAt(1, 1)).rallyPoints[0],
    ).toMatchObject(placeAt(1, 1));
  });
});

describe("deleting", () => {
  it("takes a corner while three are left, and never fewer", () => {
    const three = removeGrip(plan, corner(0));

    expect(outlineOf(three)).toHaveLength(3);
    expect(removeGrip(three, corner(0))).toBe(three);
  });

  it("takes a hole with one of its last three corners", () => {
    const hole = [placeAt(0, 30), placeAt(0, 60), placeAt(-30, 60)];
    const holed = withHole(plan, "e3", hole);

    const without = removeGrip(holed, corner(0, 1));

    expect(planHandles(holed, pattern).filter(({ grip }) => grip.kind === "corner")).toHaveLength(7);
    expect(planHandles(without, pattern).filter(({ grip }) => grip.kind === "corner")).toHaveLength(4);
    expect(withoutHole(holed, "e3", 0)).toEqual(withoutHole(without, "e3", 0));
  });

  it("takes the whole part otherwise", () => {
    expect(removeGrip(plan, { kind: "whole", part: pattern }).elements).toHaveLength(5);
    expect(removeGrip(plan, { kind: "whole", part: { kind: "fence", id: "f" } }).fences).toHaveLength(1);
  });
});

describe("the way on the map", () => {
  it("leads from home over all that has a place, and back", () => {
    const home = placeAt(0, 0);
    const lines = planLines(plan, home);

    expect(lines[0]).toMatchObject({ kind: "transit", elementId: "e2", places: [home, placeAt(120, 0)] });
    expect(lines.at(-1)).toMatchObject({ kind: "return", elementId: "e6" });
    expect(lines.at(-1)?.places[1]).toEqual(home);
    expect(lines.filter(({ kind }) => kind === "search").length).toBeGreaterThan(1);
    for (let i = 1; i < lines.length; i++) expect(lines[i]?.places[0]).toEqual(lines[i - 1]?.places.at(-1));
  });

  it("has a loop lead back to where it goes on", () => {
    const looped: Plan = {
      ...plan,
      elements: [...plan.elements.slice(1, 5), { id: "l", kind: "loop", toElementId: "e2" }],
    };

    const loop = planLines(looped, undefined).find(({ kind }) => kind === "loop");

    expect(loop?.places[1]).toEqual(placeAt(120, 0));
  });

  it("needs neither a home nor a path, and shrugs at a loop to nowhere", () => {
    const odd: Plan = {
      ...plan,
      elements: [
        { id: "l", kind: "loop", toElementId: "gone" },
        { id: "r", kind: "return" },
        {
          id: "o",
          kind: "other",
          item: { frame: 2, command: 177, autocontinue: 1, params: [0, 0, 0, 0], x: 9, y: 9, z: 0 },
        },
      ],
    };

    expect(planLines(odd, undefined)).toEqual([]);
  });
});

describe("a ghost's words", () => {
  const ghost = {
    ...placeAt(0, 0),
    atMs: 0,
    lostMs: 0,
    phase: "returning",
    failsafe: { action: "return", known: true },
    assumed: "link-lost",
    path: [],
    region: [],
    overdue: false,
  } as const;
  const t = translator("en");

  it("say what it should be doing, and when it should be back", () => {
    expect(ghostText(t, "D1", ghost, 0)).toBe("D1 should be here (returning)");
    expect(ghostText(t, "D1", { ...ghost, expectedBackMs: 192_000 }, 0)).toContain("back in 03:12");
    expect(ghostText(t, "D1", { ...ghost, expectedBackMs: 10_000, overdue: true }, 75_000)).toContain(
      "overdue since 01:05",
    );
  });

  it("say what they assume beside the usual", () => {
    const stillHears = { ...ghost, phase: "mission", assumed: "still-hears" } as const;

    expect(ghostText(t, "D1", stillHears, 0)).toBe("D1 should be here (flying its plan, if it still hears us)");
    expect(ghostText(t, "D1", { ...ghost, assumed: "low-battery" }, 0)).toBe(
      "D1 should be here (returning, low battery)",
    );
  });
});
