import { describe, expect, it } from "vitest";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { newPlan } from "../../../shared/plan/plan-defaults.ts";
import { beginHistory, changePlan, endGesture, redoPlan, undoPlan } from "../../../shared/plan/plan-history.ts";
import { buildPlan } from "../../support/build-plan.ts";
import { placeAt } from "../../support/build-views.ts";
import { planOf, pointAt, takeOff } from "../../support/plan-context.ts";

const ids = (plan: Plan) => plan.elements.map(({ id }) => id);
const abc = planOf([pointAt("a", 0, 0), pointAt("b", 50, 0), pointAt("c", 50, 50)]);

describe("editing a plan", () => {
  it("inserts, changes, moves about and deletes, and leaves the plan from before alone", () => {
    const inserted = editPlan(abc, { kind: "insert", element: pointAt("d", 9, 9), index: 1 });
    const appended = editPlan(inserted, { kind: "insert", element: pointAt("e", 9, 9) });
    const reordered = editPlan(appended, { kind: "reorder", id: "a", index: 4 });
    const deleted = editPlan(reordered, { kind: "delete", id: "b" });

    expect(ids(inserted)).toEqual(["a", "d", "b", "c"]);
    expect(ids(appended)).toEqual(["a", "d", "b", "c", "e"]);
    expect(ids(reordered)).toEqual(["d", "b", "c", "e", "a"]);
    expect(ids(deleted)).toEqual(["d", "c", "e", "a"]);
    expect(ids(abc)).toEqual(["a", "b", "c"]);
  });

  it("is the very same plan where there is nothing to change", () => {
    expect(editPlan(abc, { kind: "change", element: pointAt("z", 0, 0) })).toBe(abc);
    expect(editPlan(abc, { kind: "delete", id: "z" })).toBe(abc);
    expect(editPlan(abc, { kind: "move", id: "z", to: placeAt(0, 0) })).toBe(abc);
    expect(editPlan(abc, { kind: "set-pattern", id: "a", points: [] })).toBe(abc);
  });

  it("lets a loop go back to what follows the deleted step, and drops it where nothing does", () => {
    const loop: PlanElement = { id: "x", kind: "loop", toElementId: "b", times: 2 };
    const plan = planOf([...abc.elements, loop]);

    const once = editPlan(plan, { kind: "delete", id: "b" });
    const twice = editPlan(once, { kind: "delete", id: "c" });

    expect(once.elements.at(-1)).toMatchObject({ id: "x", toElementId: "c" });
    expect(ids(twice)).toEqual(["a"]);
  });

  it("moves points, orbits and circles to a place", () => {
    const to = placeAt(70, 70);
    const orbit: PlanElement = { id: "o", kind: "orbit", centre: placeAt(0, 0), radiusM: 9, turns: 1, clockwise: true };
    const plan = planOf([pointAt("a", 0, 0), orbit], {
      fences: [{ id: "f", shape: "circle", inclusion: true, centre: placeAt(0, 0), radiusM: 5 }],
      rallyPoints: [{ id: "r", ...placeAt(0, 0), altitude: { reference: "home", m: 9 } }],
    });

    expect(editPlan(plan, { kind: "move", id: "a", to }).elements[0]).toMatchObject({ position: to });
    expect(editPlan(plan, { kind: "move", id: "o", to }).elements[1]).toMatchObject({ centre: to });
    expect(editPlan(plan, { kind: "move", id: "f", to }).fences[0]).toMatchObject({ centre: to });
    expect(editPlan(plan, { kind: "move", id: "r", to }).rallyPoints[0]).toMatchObject({ ...to, id: "r" });
  });

  it("takes the place alone of what it was dropped on", () => {
    const vehicle = { ...placeAt(70, 70), altMslM: 60, atMs: 5 };

    const [element] = editPlan(abc, { kind: "move", id: "a", to: vehicle }).elements;

    expect(element).toEqual(pointAt("a", 70, 70));
  });

  it("moves a searched area with its path, and keeps both in shape", () => {
    const plan = buildPlan("3");
    const before = plan.elements.find(({ kind }) => kind === "pattern");
    const from = placeAt(0, 0);

    const after = editPlan(plan, { kind: "move", id: "e3", from, to: placeAt(3000, 0) }).elements[2];

    if (before?.kind !== "pattern" || after?.kind !== "pattern") throw new Error("The pattern is gone.");
    expect(after.points).toHaveLength(before.points.length);
    const [b0, b1] = before.points;
    const [a0, a1] = after.points;
    if (!b0 || !b1 || !a0 || !a1) throw new Error("There are no points.");
    expect(distanceM(a0, a1)).toBeCloseTo(distanceM(b0, b1), 1);
    expect(distanceM(a0, b0)).toBeCloseTo(distanceM(from, placeAt(3000, 0)), 0);
    expect(JSON.stringify(after.shape)).not.toBe(JSON.stringify(before.shape));
  });

  it("moves one corner of a polygon", () => {
    const plan = planOf([], {
      fences: [{ id: "f", shape: "polygon", inclusion: true, points: [placeAt(0, 0), placeAt(9, 0), placeAt(0, 9)] }],
    });

    const [fence] = editPlan(plan, { kind: "move-corner", id: "f", corner: 1, to: placeAt(20, 0) }).fences;

    expect(fence).toMatchObject({ points: [placeAt(0, 0), placeAt(20, 0), placeAt(0, 9)] });
    expect(editPlan(plan, { kind: "move-corner", id: "f", corner: 7, to: placeAt(20, 0) })).toBe(plan);
  });

  it("turns the way round, with take-off first and the end last", () => {
    const plan = planOf([
      takeOff(),
      ...abc.elements,
      { id: "x", kind: "loop", toElementId: "a" },
      { id: "r", kind: "return" },
    ]);

    expect(ids(editPlan(plan, { kind: "reverse" }))).toEqual(["take-off", "c", "b", "a", "r"]);
  });

  it("turns a pattern round so that the same stretches are searched", () => {
    const points = [true, false, true, false].map((searching, i) => ({ ...placeAt(i * 10, 0), searching }));
    const pattern: PlanElement = {
      id: "s",
      kind: "pattern",
      shape: { kind: "corridor", line: [], widthM: 9, spacingM: 9 },
      height: { aglM: 60, followTerrain: false, maxClimb: 1 },
      points,
    };

    const [turned] = editPlan(planOf([pattern]), { kind: "reverse" }).elements;

    expect(turned).toMatchObject({
      points: [{ searching: true }, { searching: false }, { searching: true }, { searching: false }],
    });
  });

  it("puts fences and rally points, new or changed", () => {
    const fence = { id: "f", shape: "circle", inclusion: true, centre: placeAt(0, 0), radiusM: 50 } as const;
    const once = editPlan(abc, { kind: "put-fence", fence });
    const twice = editPlan(once, { kind: "put-fence", fence: { ...fence, radiusM: 70 } });

    expect(twice.fences).toEqual([{ ...fence, radiusM: 70 }]);
    expect(editPlan(twice, { kind: "delete", id: "f" }).fences).toEqual([]);
  });
});

describe("the history of a plan", () => {
  const named = (name: string) => ({ ...abc, name });

  it("goes back and forth, and forgets the way forth once something new is done", () => {
    let history = beginHistory(abc);
    for (const name of ["1", "2", "3"]) history = changePlan(history, named(name));

    history = undoPlan(undoPlan(history));
    expect(history.present.name).toBe("1");
    history = redoPlan(history);
    expect(history.present.name).toBe("2");
    history = changePlan(history, named("4"));
    expect(redoPlan(history)).toBe(history);
    expect(undoPlan(history).present.name).toBe("2");
    expect(undoPlan(beginHistory(abc)).present).toBe(abc);
  });

  it("undoes a drag as one, and the next drag of the same point as another", () => {
    let history = beginHistory(abc);
    for (const name of ["1", "2", "3"]) history = changePlan(history, named(name), "drag a");
    history = endGesture(history);
    for (const name of ["4", "5"]) history = changePlan(history, named(name), "drag a");

    expect(history.past).toHaveLength(2);
    expect(undoPlan(history).present.name).toBe("3");
    expect(undoPlan(undoPlan(history)).present).toBe(abc);
  });

  it("doesn't take a step back for the gesture that it was in", () => {
    const dragged = undoPlan(changePlan(beginHistory(abc), named("1"), "drag a"));

    const again = changePlan(dragged, named("2"), "drag a");

    expect(undoPlan(again).present).toBe(abc);
  });

  it("keeps 200 steps", () => {
    let history = beginHistory(abc);
    for (let i = 0; i < 300; i++) history = changePlan(history, named(String(i)));

    expect(history.past).toHaveLength(200);
  });
});

describe("a new plan", () => {
  it("is empty, for its vehicle, at a height and speed that suit it", () => {
    expect(newPlan({ id: "4", kind: "multirotor" }, "x", "Ditch")).toMatchObject({
      vehicleId: "4",
      altitude: { reference: "home", m: 60 },
      speedMps: 5,
      elements: [],
    });
    expect(newPlan({ id: "5", kind: "ground-robot" }, "y", "Ditch").altitude.m).toBe(0);
  });
});
