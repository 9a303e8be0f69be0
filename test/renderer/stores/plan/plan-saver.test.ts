import { describe, expect, it } from "vitest";
import type { RequestOutcome } from "../../../../renderer/bridge/requests.ts";
import { PlanExaminer } from "../../../../renderer/stores/plan/examine-plan.ts";
import { PlanReckoner } from "../../../../renderer/stores/plan/plan-reckoner.ts";
import { PlanSaver } from "../../../../renderer/stores/plan/plan-saver.ts";
import {
  answerPlanMessage,
  type FromPlanWorker,
  type ToPlanWorker,
} from "../../../../renderer/stores/plan/plan-worker.ts";
import { allPlans, openPlanId, planNow, shownPlans } from "../../../../renderer/stores/plan-edit-store.ts";
import { TerrainGrid } from "../../../../shared/geo/terrain-grid.ts";
import { editPlan } from "../../../../shared/plan/edit-plan.ts";
import type { Plan } from "../../../../shared/plan/plan.ts";
import type { Request } from "../../../../shared/wire/requests.ts";
import { buildGround } from "../../../support/build-ground.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { buildStores } from "../../../support/build-stores.ts";
import { buildSnapshot, buildVehicle, placeAt } from "../../../support/build-views.ts";

const memory = () => {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  };
};

/** Timers that run when the test says so. */
const timers = () => {
  let waiting: { readonly delayMs: number; readonly run: () => void }[] = [];
  return {
    after: (delayMs: number, run: () => void) => {
      const timer = { delayMs, run };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((other) => other !== timer);
      };
    },
    runAll: async () => {
      for (let n = 0; n < 20 && waiting.length > 0; n++) {
        const now = waiting;
        waiting = [];
        for (const { run } of now) run();
        await Promise.resolve();
        await Promise.resolve();
        await Promise.resolve();
      }
    },
    runOnce: async () => {
      const now = waiting;
      waiting = [];
      for (const { run } of now) run();
      await new Promise<void>((resolve) => queueMicrotask(resolve));
      await Promise.resolve();
    },
    count: () => waiting.length,
  };
};

const named = (plan: Plan, name: string): Plan => ({ ...plan, name });

const rig = (
  options: { readonly storage?: ReturnType<typeof memory>; readonly answer?: () => RequestOutcome } = {},
) => {
  const sent: Request[] = [];
  const answer = { now: options.answer ?? ((): RequestOutcome => ({ ok: true })) };
  const send = (request: Request): Promise<RequestOutcome> => {
    sent.push(request);
    return Promise.resolve(answer.now());
  };
  const { stores } = buildStores({ send });
  const clock = timers();
  const storage = options.storage ?? memory();
  const { planEdit, plans, station, commander } = stores;
  const saver = new PlanSaver({
    planEdit,
    plans,
    station,
    send,
    operator: commander.operator,
    storage,
    after: clock.after,
  });
  const connect = (views: Record<string, { plan: Plan; revision: number }> = {}) => {
    plans.setState({
      byId: Object.fromEntries(
        Object.entries(views).map(([id, view]) => [id, { ...view, changedBy: "Li", changedUtcMs: 0 }]),
      ),
    });
    const snapshot = buildSnapshot({});
    station.setState({
      connection: { state: "open" },
      view: snapshot.station,
      clock: { ...snapshot.clock, receivedDeviceMs: 0 },
    });
  };
  const stateOf = (id: string) => planEdit.getState().drafts[id]?.save.state;
  return { stores, saver, clock, storage, sent, answer, connect, stateOf };
};

describe("saving plans", () => {
  const plan = buildPlan("1");

  it("goes to the station once the hand rests, with the revision that it is based on", async () => {
    const { stores, clock, sent, connect, stateOf } = rig();
    connect({ [plan.id]: { plan, revision: 4 } });

    for (const name of ["A", "AB", "ABC"]) stores.planEdit.getState().edit(plan.id, (now) => named(now, name), "name");
    await clock.runAll();

    expect(sent).toMatchObject([{ kind: "plan.put", was: 4, plan: { name: "ABC" } }]);
    expect(stateOf(plan.id)).toBe("saved");
  });

  it("waits while nobody knows what the station has, then goes out by itself", async () => {
    const { stores, clock, sent, connect } = rig();

    stores.planEdit.getState().add(plan);
    await clock.runAll();
    expect(sent).toEqual([]);
    connect();
    await clock.runAll();

    expect(sent).toMatchObject([{ kind: "plan.put", was: 0 }]);
  });

  it("survives a page that is gone while the station is away", async () => {
    const storage = memory();
    const before = rig({ storage });
    before.stores.planEdit.getState().add(plan);
    before.saver.flush();

    const after = rig({ storage });
    expect(planNow({}, after.stores.planEdit.getState().drafts, plan.id)).toEqual(plan);
    after.connect();
    await after.clock.runAll();

    expect(after.sent).toMatchObject([{ kind: "plan.put", was: 0, plan: { id: plan.id } }]);
    after.saver.flush();
    expect(rig({ storage }).stores.planEdit.getState().drafts).toEqual({});
  });

  it("tries again where there was no answer", async () => {
    const { stores, clock, sent, connect, stateOf, answer } = rig({
      answer: () => ({ ok: false, fault: { code: "no-answer", detail: "" } }),
    });
    connect();
    stores.planEdit.getState().add(plan);
    await clock.runOnce();
    expect(stateOf(plan.id)).toBe("kept");

    answer.now = () => ({ ok: true, revision: 1 });
    await clock.runAll();

    expect(sent).toHaveLength(2);
    expect(stateOf(plan.id)).toBe("saved");
  });

  it("asks a person where another changed it while this page was gone", async () => {
    const storage = memory();
    const before = rig({ storage });
    before.connect({ [plan.id]: { plan, revision: 4 } });
    before.stores.planEdit.getState().edit(plan.id, (now) => named(now, "mine"));
    before.saver.flush();

    const after = rig({ storage });
    after.connect({ [plan.id]: { plan: named(plan, "theirs"), revision: 5 } });
    await after.clock.runAll();

    expect(after.stateOf(plan.id)).toBe("conflict");
    expect(after.sent).toEqual([]);
    after.stores.planEdit.getState().resolve(plan.id, "mine");
    await after.clock.runAll();
    expect(after.sent).toMatchObject([{ was: 5, plan: { name: "mine" } }]);
  });

  it("lets a plan go that another deleted and nobody touched here", () => {
    const { stores, connect } = rig();
    connect({ [plan.id]: { plan, revision: 1 } });
    stores.planEdit.getState().edit(plan.id, (now) => named(now, "x"));
    stores.planEdit.getState().undo(plan.id);
    stores.planEdit.getState().put(plan.id, {
      ...(stores.planEdit.getState().drafts[plan.id] ?? never()),
      save: { state: "saved" },
    });

    stores.plans.setState({ byId: {} });

    expect(stores.planEdit.getState().drafts).toEqual({});
  });
});

const never = (): never => {
  throw new Error("It was just put there.");
};

describe("which plan is open", () => {
  const own = [
    buildPlan("1", { id: "a", name: "A" }),
    buildPlan("1", { id: "b", name: "B" }),
    buildPlan("2", { id: "c" }),
  ];

  it("is the one chosen, else the one on board, else the first; never another vehicle's", () => {
    expect(openPlanId(own, "1", "b", "a")).toBe("b");
    expect(openPlanId(own, "1", "c", "b")).toBe("b");
    expect(openPlanId(own, "1", "gone", undefined)).toBe("a");
    expect(openPlanId(own, "3", "a", "a")).toBeUndefined();
    expect(shownPlans(own, { "1": "b" }, () => undefined).map(({ id }) => id)).toEqual(["b", "c"]);
    expect(allPlans({}, {})).toEqual([]);
  });
});

describe("working plans out", () => {
  const empty = (plan: Plan): Plan => editPlan(plan, { kind: "set-pattern", id: "e3", points: [] });

  const reckoning = (ids: readonly string[]) => {
    const { stores } = buildStores();
    const examiner = new PlanExaminer();
    const posted: ToPlanWorker[] = [];
    const queue: (() => void)[] = [];
    const soon = (run: () => void) => void queue.push(run);
    let reckoner: PlanReckoner;
    const post = (message: ToPlanWorker): void => {
      posted.push(message);
      const answer: FromPlanWorker | undefined = answerPlanMessage(examiner, structuredClone(message));
      if (answer !== undefined) soon(() => reckoner.onAnswer(structuredClone(answer)));
    };
    stores.fleet.setState({ byId: Object.fromEntries(ids.map((id) => [id, buildVehicle({ id })])), order: ids });
    reckoner = new PlanReckoner({ ...stores, post, soon });
    const settle = () => {
      for (let n = 0; n < 200 && queue.length > 0; n++) queue.shift()?.();
      expect(queue).toEqual([]);
    };
    return { stores, posted, settle };
  };

  it("lays the paths of patterns that have none, over the ground once that is known, without a step of undo", () => {
    const { stores, settle } = reckoning(["1"]);
    const { baseMap, heightsMslM } = buildGround();
    stores.terrain.setState({ grid: new TerrainGrid(baseMap.terrain, heightsMslM) });
    stores.planEdit.getState().add(empty(buildPlan("1")));

    settle();

    const draft = stores.planEdit.getState().drafts["plan-1"];
    const laid = draft?.history.present.elements[2];
    expect(laid?.kind === "pattern" && laid.points.length).toBeGreaterThan(4);
    expect(laid?.kind === "pattern" && laid.points.every(({ altMslM }) => altMslM !== undefined)).toBe(true);
    expect(draft?.history.past).toEqual([]);
    const check = stores.planCheck.getState().byId["plan-1"];
    expect(check?.estimate.distanceM).toBeGreaterThan(500);
    expect(check?.profile?.samples.length).toBeGreaterThan(10);
    expect(check?.patterns[0]?.result.ok).toBe(true);
  });

  it("plans nothing in an area that crosses itself, and says where", () => {
    const { stores, settle } = reckoning(["1"]);
    const crossed = editPlan(empty(buildPlan("1")), {
      kind: "change",
      element: {
        id: "e3",
        kind: "pattern",
        shape: {
          kind: "parallel",
          spacingM: 30,
          area: { outline: [placeAt(0, 0), placeAt(100, 100), placeAt(0, 100), placeAt(100, 0)], holes: [] },
        },
        height: { aglM: 60, followTerrain: false, maxClimb: 0.3 },
        points: [],
      },
    });
    stores.planEdit.getState().add(crossed);

    settle();

    const result = stores.planCheck.getState().byId["plan-1"]?.patterns[0]?.result;
    expect(result).toMatchObject({ ok: false, fault: { code: "self-crossing" } });
    expect(stores.planEdit.getState().drafts["plan-1"]?.history.present).toBe(crossed);
  });

  it("does not lay a path for a shape that was changed meanwhile", () => {
    const { stores, settle } = reckoning(["1"]);
    stores.planEdit.getState().add(empty(buildPlan("1")));
    settle();
    const moved = (now: Plan): Plan => empty(editPlan(now, { kind: "move", id: "e3", to: placeAt(300, 300) }));

    stores.planEdit.getState().edit("plan-1", moved);
    settle();

    const element = stores.planEdit.getState().drafts["plan-1"]?.history.present.elements[2];
    const points = element?.kind === "pattern" ? element.points : [];
    expect(points.length).toBeGreaterThan(4);
    expect(points.every(({ latDeg }) => latDeg > placeAt(80, 0).latDeg)).toBe(true);
  });

  it("finds two plans over one place at the same time, and none once one of them is gone", () => {
    const { stores, settle } = reckoning(["1", "2"]);
    const first = buildPlan("1");
    stores.planEdit.getState().add(first);
    stores.planEdit.getState().add({ ...first, id: "plan-2", vehicleId: "2" });

    settle();
    expect(stores.planCheck.getState().conflicts.length).toBeGreaterThan(0);
    stores.planEdit.getState().put("plan-2", undefined);
    settle();

    expect(stores.planCheck.getState().conflicts).toEqual([]);
    expect(Object.keys(stores.planCheck.getState().byId)).toEqual(["plan-1"]);
  });

  it("asks nothing while nothing changes that matters", () => {
    const { stores, posted, settle } = reckoning(["1"]);
    stores.planEdit.getState().add(buildPlan("1"));
    settle();
    const before = posted.length;

    const vehicle = buildVehicle({ id: "1", attitude: undefined as never });
    stores.fleet.setState({ byId: { "1": vehicle } });
    settle();

    expect(posted).toHaveLength(before);
  });
});
