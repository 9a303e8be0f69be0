import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HeatIntake } from "../../../renderer/stores/heat-intake.ts";
import { createHeatStore } from "../../../renderer/stores/heat-store.ts";
import { buildHeat, decided } from "../../support/build-views.ts";

const sources = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const source = buildHeat(i + 1);
      return [source.id, source];
    }),
  );

const started = (count: number) => {
  const store = createHeatStore();
  const intake = new HeatIntake(store);
  intake.replace(sources(count));
  const told = vi.fn();
  store.subscribe(told);
  return { store, intake, told };
};

const more = { "heat-7": buildHeat(7, { sightings: 99 }) };

describe("changes of heat sources", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are laid over at once while they are few, and say what differs", () => {
    const { store, intake } = started(20);
    const since = store.getState().byId;

    intake.take({ ...more, "heat-3": null });

    const { byId, changed } = store.getState();
    expect(byId["heat-7"]).toBe(more["heat-7"]);
    expect(byId["heat-3"]).toBeUndefined();
    expect(byId["heat-8"]).toBe(since["heat-8"]);
    expect(changed).toEqual({ since, ids: ["heat-7", "heat-3"] });
  });

  it("are gathered while there are thousands, the last of each, and laid over once", () => {
    const { store, intake, told } = started(2_000);

    intake.take({ "heat-7": buildHeat(7, { sightings: 98 }) });
    intake.take({ "heat-9": buildHeat(9, { sightings: 50 }) });
    intake.take(more);
    expect(told).not.toHaveBeenCalled();
    vi.runAllTimers();

    expect(told).toHaveBeenCalledTimes(1);
    expect(store.getState().byId["heat-7"]?.sightings).toBe(99);
    expect(store.getState().byId["heat-9"]?.sightings).toBe(50);
  });

  it.each([
    ["a new one", { "heat-5000": buildHeat(5_000) }],
    ["one that went", { "heat-9": null }],
    ["what somebody decided", { "heat-9": buildHeat(9, { decision: decided("confirmed") }) }],
  ])("show %s at once among thousands, with all that waited", (_, news) => {
    const { store, intake, told } = started(2_000);

    intake.take(more);
    intake.take(news);

    expect(told).toHaveBeenCalledTimes(1);
    expect(store.getState().byId["heat-7"]?.sightings).toBe(99);
    for (const [id, source] of Object.entries(news)) expect(store.getState().byId[id]).toBe(source ?? undefined);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that waited are forgotten when all is replaced", () => {
    const { store, intake } = started(2_000);

    intake.take(more);
    intake.replace(sources(3));
    vi.runAllTimers();

    expect(Object.keys(store.getState().byId)).toEqual(["heat-1", "heat-2", "heat-3"]);
  });
});
