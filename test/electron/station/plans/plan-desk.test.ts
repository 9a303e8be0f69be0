import { beforeEach, describe, expect, it } from "vitest";
import { EventLog } from "../../../../electron/station/event-log.ts";
import { PlanDesk } from "../../../../electron/station/plans/plan-desk.ts";
import type { Plan } from "../../../../shared/plan/plan.ts";
import type { StationEvent } from "../../../../shared/wire/stream.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { placeAt } from "../../../support/build-views.ts";
import { pointAt } from "../../../support/plan-context.ts";
import { handClock } from "../../../support/station-server.ts";

const wang = { id: "w", name: "Wang" };
let told: StationEvent[];
let disk: { ok: boolean };

const deskOf = (kept: () => readonly string[] | undefined = () => []) => {
  const clock = handClock();
  const events = new EventLog({
    clock,
    keep: ({ event }) => {
      if (!disk.ok) return { ok: false, detail: "The disk is full." };
      told.push(event);
      return { ok: true };
    },
  });
  return new PlanDesk({ clock, events, kept });
};

const put = (desk: PlanDesk, plan: Plan, was: number, by = "Wang") => {
  const result = desk.put({ plan, was, by });
  return result.ok ? result.revision : result.fault.code;
};

beforeEach(() => {
  told = [];
  disk = { ok: true };
});

describe("the plan desk", () => {
  it("takes a new plan and its changes, each told and kept with who made it", () => {
    const desk = deskOf();
    const plan = buildPlan("1");

    expect(put(desk, plan, 0)).toBe(1);
    expect(put(desk, { ...plan, name: "Canal" }, 1, "Li")).toBe(2);

    expect(desk.views.get(plan.id)).toMatchObject({ revision: 2, changedBy: "Li", plan: { name: "Canal" } });
    expect(told).toMatchObject([
      { kind: "plan-changed", planId: "plan-1", revision: 1, by: "Wang" },
      { kind: "plan-changed", planId: "plan-1", revision: 2, by: "Li", name: "Canal" },
    ]);
  });

  it("refuses a change that is based on another one's past, whoever is slower", () => {
    const desk = deskOf();
    const plan = buildPlan("1");
    put(desk, plan, 0);
    put(desk, { ...plan, name: "Canal" }, 1);

    expect(put(desk, { ...plan, name: "Ditch" }, 1)).toBe("changed-meanwhile");
    expect(put(desk, plan, 0)).toBe("changed-meanwhile");
    expect(desk.delete(plan.id, 1, wang)).toMatchObject({ ok: false, fault: { code: "changed-meanwhile" } });
    expect(desk.views.get(plan.id)?.plan.name).toBe("Canal");
  });

  it("doesn't bring back a plan that was deleted meanwhile", () => {
    const desk = deskOf();
    const plan = buildPlan("1");
    put(desk, plan, 0);

    expect(desk.delete(plan.id, 1, wang)).toEqual({ ok: true, planId: plan.id });

    expect(put(desk, plan, 1)).toBe("unknown-plan");
    expect(desk.delete(plan.id, 1, wang)).toMatchObject({ ok: false, fault: { code: "unknown-plan" } });
    expect(told.at(-1)).toEqual({ kind: "plan-deleted", planId: plan.id, by: "Wang" });
    expect(desk.views.size).toBe(0);
  });

  it("makes no revision of a change that changes nothing", () => {
    const desk = deskOf();
    put(desk, buildPlan("1"), 0);
    const { views } = desk;

    expect(put(desk, buildPlan("1"), 1)).toBe(1);

    expect(told).toHaveLength(1);
    expect(desk.views).toBe(views);
  });

  it("changes nothing where the disk doesn't take it", () => {
    const desk = deskOf();
    put(desk, buildPlan("1"), 0);
    disk.ok = false;

    expect(put(desk, buildPlan("1", { name: "Canal" }), 1)).toBe("recording-failed");
    expect(desk.delete("plan-1", 1, wang)).toMatchObject({ ok: false, fault: { code: "recording-failed" } });
    expect(desk.views.get("plan-1")).toMatchObject({ revision: 1, plan: { name: "Fields north of the canal" } });
  });

  it("never changes a map that it gave out", () => {
    const desk = deskOf();
    const before = desk.views;

    put(desk, buildPlan("1"), 0);

    expect(before.size).toBe(0);
    expect(desk.views).not.toBe(before);
  });

  it("refuses two parts with one id, a plan of many megabytes, and the 201st", () => {
    const desk = deskOf();
    const twice = buildPlan("1", { elements: [pointAt("a", 0, 0), pointAt("a", 1, 1)] });
    const points = Array.from({ length: 20_000 }, (_, i) => ({
      ...placeAt(i, i / 3),
      altMslM: 60 + i / 7,
      searching: true,
    }));
    const [, , pattern] = buildPlan("1").elements;
    if (pattern?.kind !== "pattern") throw new Error("The third element is a pattern.");
    const huge = buildPlan("1", { elements: [1, 2, 3].map((n) => ({ ...pattern, id: `h${n}`, points })) });

    expect(put(desk, twice, 0)).toBe("plan-invalid");
    expect(put(desk, huge, 0)).toBe("plan-invalid");
    for (let i = 0; i < 200; i++) expect(put(desk, buildPlan("1", { id: `p${i}` }), 0)).toBe(1);
    expect(put(desk, buildPlan("1", { id: "one-more" }), 0)).toBe("not-possible");
    expect(put(desk, buildPlan("1", { id: "p7", name: "Canal" }), 1)).toBe(2);
  });

  it("refuses more than all clients can hold together, until some is deleted", () => {
    const desk = deskOf();
    const [, , pattern] = buildPlan("1").elements;
    if (pattern?.kind !== "pattern") throw new Error("The third element is a pattern.");
    const points = Array.from({ length: 20_000 }, (_, i) => ({ ...placeAt(i, i / 3), searching: true }));
    const large = (n: number) => buildPlan("1", { id: `l${n}`, elements: [{ ...pattern, points }] });
    let made = 0;
    while (put(desk, large(made), 0) === 1) made += 1;

    expect(made).toBeGreaterThan(9);
    expect(made).toBeLessThan(40);
    expect(desk.delete("l0", 1, wang)).toMatchObject({ ok: true });
    expect(put(desk, large(made), 0)).toBe(1);
  });

  it("goes on from what the record has, as soon as it can be read, and leaves out what makes no sense", () => {
    let kept: readonly string[] | undefined;
    const desk = deskOf(() => kept);
    const view = { plan: buildPlan("1"), revision: 7, changedBy: "Li", changedUtcMs: 5 };
    const other = {
      id: "x",
      kind: "other",
      item: { frame: 2, command: 4711, autocontinue: 1, params: [1, Number.NaN, 0, 0], x: 0, y: 0, z: 0 },
    };
    const odd = { ...view, plan: { ...view.plan, id: "odd", elements: [other] } };

    desk.look();
    expect(desk.views.size).toBe(0);
    kept = [JSON.stringify(view), "{", JSON.stringify({ ...view, revision: -1 }), JSON.stringify(odd)];
    desk.look();

    expect([...desk.views.keys()]).toEqual(["plan-1", "odd"]);
    expect(desk.views.get("plan-1")).toEqual(view);
    // A parameter that is left to the vehicle is no zero after a restart.
    expect(desk.views.get("odd")?.plan.elements).toEqual([other]);
    expect(put(desk, { ...view.plan, name: "Canal" }, 7)).toBe(8);
    expect(told).toHaveLength(1);
  });
});
