import { describe, expect, it } from "vitest";
import type { IncidentEvent } from "../../../shared/incident/incident-event.ts";
import { mergeFault } from "../../../shared/incident/merge-check.ts";
import { LogStation } from "../../support/incident-stations.ts";

const ours = () => {
  const station = new LogStation("ours");
  station.put("team", "t1", { name: "One" });
  return station;
};
const check = (known: LogStation, brought: readonly IncidentEvent[]) =>
  mergeFault({ known: known.events, brought, ownStationId: "ours" });
const theirs = (change: Partial<IncidentEvent>, seen: Record<string, number> = {}): IncidentEvent => ({
  ...{ id: "x", incidentId: "i", stationId: "theirs", n: 1, time: { utcMs: 1_000_000, counter: 0 } },
  author: { id: "e", name: "E", role: "coordinator" },
  body: { kind: "put", thing: "team", thingId: "t1", fields: { name: "Two" }, seen },
  ...change,
});

describe("a log that is brought", () => {
  it("is joined where all that it has seen is here or in itself, and where it is known already", () => {
    const here = ours();
    const there = new LogStation("theirs");
    for (const event of here.events) there.hear(event);
    there.put("team", "t1", { name: "Two" });
    there.put("team", "t1", { name: "Three" });

    expect(check(here, there.events)).toBeUndefined();
    expect(check(there, there.events)).toBeUndefined();
    expect(check(here, here.events)).toBeUndefined();
  });

  it("isn't where it has seen what nobody wrote: what is written next would be swallowed", () => {
    expect(check(ours(), [theirs({}, { ours: 2 })])).toContain("has seen number 2 of ours");
    expect(check(ours(), [theirs({}, { ours: 1, others: 1 })])).toContain("number 1 of others");
    expect(check(ours(), [theirs({}, { ours: 1 })])).toBeUndefined();
  });

  it("isn't where it says that we wrote what we did not", () => {
    expect(check(ours(), [theirs({ stationId: "ours", n: 9e15 })])).toContain("says that this station wrote it");
  });
});
