import { describe, expect, it } from "vitest";
import { compilePlan } from "../../../shared/plan/compile-plan.ts";
import { estimatePlan } from "../../../shared/plan/estimate-plan.ts";
import { followPathPlan, patrolPlan } from "../../../shared/plan/patrol-plan.ts";
import { timedPath } from "../../../shared/plan/timed-path.ts";
import { placeAt } from "../../support/build-views.ts";
import { copterAt } from "../../support/plan-context.ts";

const path = [placeAt(0, 0), placeAt(100, 0), placeAt(100, 100), placeAt(0, 100)];
const dog = { id: "3", kind: "ground-robot" } as const;
const rover = copterAt({ kind: "ground-robot", position: placeAt(0, 0) });

describe("a patrol", () => {
  it.each([1, 2, 5])("walks %i rounds, each closed", (loops) => {
    const plan = patrolPlan({ path, loops, vehicle: dog });

    expect(estimatePlan(plan, rover).distanceM).toBeCloseTo(loops * 400, -1);
    expect(compilePlan(plan, rover)).toMatchObject({ ok: true });
  });

  it("goes on until stopped without a number", () => {
    const compiled = compilePlan(patrolPlan({ path, vehicle: dog }), rover);

    if (!compiled.ok) throw new Error("It can't be compiled.");
    expect(compiled.mission.at(-1)).toMatchObject({ command: 177, params: [3, -1, 0, 0] });
    expect(timedPath(patrolPlan({ path, vehicle: dog }), rover).repeatsFromIndex).toBeDefined();
  });

  it("of a drone on the ground takes off first; one in the air doesn't", () => {
    const vehicle = { id: "1", kind: "multirotor" } as const;

    expect(patrolPlan({ path, vehicle, airborne: false }).elements[0]?.kind).toBe("take-off");
    expect(patrolPlan({ path, vehicle, airborne: true }).elements[0]?.kind).toBe("point");
  });
});

describe("a path", () => {
  it("is walked once, at the speed asked for", () => {
    const plan = followPathPlan({ path, speedMps: 0.5, vehicle: dog });

    expect(plan.elements.map(({ kind }) => kind)).toEqual(["point", "point", "point", "point"]);
    expect(plan.speedMps).toBe(0.5);
    expect(estimatePlan(plan, rover).distanceM).toBeCloseTo(300, -1);
  });
});
