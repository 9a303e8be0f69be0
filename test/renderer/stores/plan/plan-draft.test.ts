import { describe, expect, it } from "vitest";
import { DraftStorage } from "../../../../renderer/stores/plan/draft-storage.ts";
import {
  beginSave,
  completeDraft,
  draftOf,
  editDraft,
  type PlanDraft,
  redoDraft,
  resolveDraft,
  samePlan,
  saveAnswered,
  stationForgot,
  stationHas,
  undoDraft,
  unsavedDraft,
} from "../../../../renderer/stores/plan/plan-draft.ts";
import type { Plan } from "../../../../shared/plan/plan.ts";
import type { PlanView } from "../../../../shared/wire/plans.ts";
import { buildPlan } from "../../../support/build-plan.ts";

const named = (name: string): Plan => ({ ...buildPlan("1"), name });
const viewOf = (plan: Plan, revision: number): PlanView => ({ plan, revision, changedBy: "Li", changedUtcMs: 0 });
const saved = draftOf(viewOf(named("A"), 3));
const noAnswer = { ok: false, fault: { code: "no-answer", detail: "" } } as const;
const changedMeanwhile = { ok: false, fault: { code: "changed-meanwhile", detail: "" } } as const;

describe("undo and redo", () => {
  it("go back and forth through the changes", () => {
    const edited = editDraft(editDraft(saved, named("B")), named("C"));

    const back = undoDraft(undoDraft(edited));

    expect(back.history.present.name).toBe("A");
    expect(redoDraft(redoDraft(back)).history.present.name).toBe("C");
    expect(undoDraft(back)).toBe(back);
  });

  it("take a drag as one step, and the next drag as another", () => {
    const first = editDraft(editDraft(saved, named("B"), "drag 1"), named("C"), "drag 1");
    const second = editDraft(first, named("D"), "drag 2");

    expect(undoDraft(second).history.present.name).toBe("C");
    expect(undoDraft(undoDraft(second)).history.present.name).toBe("A");
  });

  it("forget what was undone once something else is done", () => {
    const again = editDraft(undoDraft(editDraft(saved, named("B"))), named("C"));

    expect(redoDraft(again)).toBe(again);
  });

  it("don't count what was computed as a step", () => {
    const done = completeDraft(editDraft(saved, named("B")), named("B with its lines"));

    expect(undoDraft(done).history.present.name).toBe("A");
  });

  it("are changes like any other: they are saved", () => {
    const edited = saveAnswered(beginSave(editDraft(saved, named("B"))), { ok: true, revision: 4 }, undefined);

    expect(edited.save.state).toBe("saved");
    expect(undoDraft(edited).save.state).toBe("waiting");
  });
});

describe("saving", () => {
  const edited = editDraft(saved, named("B"));
  const saving = beginSave(edited);

  it("is done once the station took it, with its revision", () => {
    const after = saveAnswered(saving, { ok: true, revision: 4 }, undefined);

    expect(after.was).toBe(4);
    expect(after.save.state).toBe("saved");
  });

  it("goes on with what was changed while it was under way", () => {
    const after = saveAnswered(editDraft(saving, named("C")), { ok: true, revision: 4 }, undefined);

    expect(after.save.state).toBe("waiting");
    expect(after.history.present.name).toBe("C");
  });

  it("keeps it while the station is away and tries again", () => {
    const kept = saveAnswered(saving, noAnswer, undefined);

    expect(kept.save).toMatchObject({ state: "kept", code: "no-answer" });
    expect(beginSave(kept).save.state).toBe("saving");
  });

  it("finds that what seemed lost had arrived", () => {
    const kept = saveAnswered(saving, noAnswer, undefined);

    const after = stationHas(kept, viewOf(named("B"), 4));

    expect(after).toMatchObject({ was: 4, save: { state: "saved" } });
  });

  it("does not hand the same thing in twice, nor what was refused without a change", () => {
    const refused = saveAnswered(saving, { ok: false, fault: { code: "plan-invalid", detail: "x" } }, undefined);

    expect(beginSave(saving)).toBe(saving);
    expect(beginSave(refused)).toBe(refused);
    expect(editDraft(refused, named("C")).save.state).toBe("waiting");
  });

  it("pays no heed to an answer that nobody waits for", () => {
    expect(saveAnswered(edited, { ok: true, revision: 9 }, undefined)).toBe(edited);
  });
});

describe("a plan that somebody else changed meanwhile", () => {
  const theirs = viewOf(named("theirs"), 5);
  const edited = editDraft(saved, named("mine"));

  it("follows where nothing was touched here, and undo brings the former back", () => {
    const after = stationHas(saved, theirs);

    expect(after).toMatchObject({ was: 5, history: { present: { name: "theirs" } }, save: { state: "saved" } });
    expect(undoDraft(after).history.present.name).toBe("A");
  });

  it("is a conflict where it was edited here too, whichever way it comes out", () => {
    const byNews = stationHas(edited, theirs);
    const byAnswer = saveAnswered(beginSave(edited), changedMeanwhile, theirs);

    for (const draft of [byNews, byAnswer]) {
      expect(draft.history.present.name).toBe("mine");
      expect(draft.save).toEqual({ state: "conflict", theirs });
    }
  });

  it("is none where both are the same", () => {
    expect(stationHas(edited, viewOf(named("mine"), 5))).toMatchObject({ was: 5, save: { state: "saved" } });
  });

  it("stays a conflict through further edits, of either, until a person chooses", () => {
    const later = viewOf(named("theirs later"), 6);

    const draft = stationHas(editDraft(stationHas(edited, theirs), named("mine later")), later);

    expect(draft.save).toEqual({ state: "conflict", theirs: later });
    expect(beginSave(draft)).toBe(draft);
    expect(resolveDraft(draft, "mine")).toMatchObject({
      was: 6,
      history: { present: { name: "mine later" } },
      save: { state: "waiting" },
    });
    const gaveWay = resolveDraft(draft, "theirs");
    expect(gaveWay).toMatchObject({ was: 6, history: { present: { name: "theirs later" } }, save: { state: "saved" } });
    expect(undoDraft(gaveWay).history.present.name).toBe("mine later");
  });

  it("is not disturbed by older news", () => {
    expect(stationHas(edited, viewOf(named("A"), 3))).toBe(edited);
    expect(stationHas(edited, viewOf(named("A"), 2))).toBe(edited);
  });

  it("goes where it was deleted and untouched, else a person chooses; kept, it is new", () => {
    const deleted = stationForgot(edited);

    expect(stationForgot(saved)).toBeUndefined();
    expect(deleted?.save).toEqual({ state: "conflict", theirs: undefined });
    expect(resolveDraft(deleted as PlanDraft, "mine")).toMatchObject({ was: 0, save: { state: "waiting" } });
  });
});

it("plans are the same whatever the order of their fields", () => {
  const plan = buildPlan("1");
  const turned = Object.fromEntries(Object.entries(plan).reverse()) as unknown as Plan;

  expect(samePlan(plan, turned)).toBe(true);
  expect(samePlan(plan, { ...plan, speedMps: 9 })).toBe(false);
});

describe("the browser's copy", () => {
  const memory = (limit = Number.POSITIVE_INFINITY) => {
    const map = new Map<string, string>();
    return {
      map,
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (value.length > limit) throw new Error("QuotaExceededError");
        map.set(key, value);
      },
    };
  };

  it("survives until the station has it", () => {
    const area = memory();
    const draft = unsavedDraft(buildPlan("1"), 2);

    expect(new DraftStorage(area).keep({ plan: draft.history.present, was: 2 })).toBe(true);
    expect(new DraftStorage(area).all()).toEqual([{ plan: draft.history.present, was: 2 }]);
    new DraftStorage(area).forget(draft.history.present.id);
    expect(new DraftStorage(area).all()).toEqual([]);
  });

  it("does without the paths of patterns where there is no room, since they can be worked out anew", () => {
    const area = memory(6_000);
    const plan = buildPlan("1");
    const elements = plan.elements.map((element) =>
      element.kind === "pattern"
        ? {
            ...element,
            points: Array.from({ length: 900 }, () => ({ latDeg: 30.87654321, lonDeg: 120.1234567, searching: true })),
          }
        : element,
    );

    expect(new DraftStorage(area).keep({ plan: { ...plan, elements }, was: 0 })).toBe(true);
    expect(new DraftStorage(area).all()[0]?.plan.elements.find(({ kind }) => kind === "pattern")).toMatchObject({
      points: [],
    });
  });

  it("says when nothing can be kept, and reads no nonsense", () => {
    const area = memory();
    area.map.set("lantern.drafts", '["a","b","c"]');
    area.map.set("lantern.draft.a", "{");
    area.map.set("lantern.draft.b", '{"plan":{"id":"b","elements":[{"kind":"bomb"}]},"was":1}');

    expect(new DraftStorage(area).all()).toEqual([]);
    expect(new DraftStorage(undefined).keep({ plan: buildPlan("1"), was: 0 })).toBe(false);
    expect(new DraftStorage(memory(10)).keep({ plan: buildPlan("1"), was: 0 })).toBe(false);
  });
});
