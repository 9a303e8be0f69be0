import { describe, expect, it } from "vitest";
import { type SentTarget, sentNow } from "../../../renderer/stores/sent-target.ts";
import type { OperationView } from "../../../shared/wire/operations.ts";
import { buildVehicle, placeAt, sceneNowMs } from "../../support/build-views.ts";

const goal = placeAt(200, 300);
const sent = (change: Partial<SentTarget> = {}): SentTarget => ({
  vehicleId: "2",
  path: [goal],
  closed: false,
  operationId: "go",
  sentMs: sceneNowMs,
  ...change,
});
const order = (change: Partial<OperationView> = {}): OperationView => ({
  id: "go",
  vehicleId: "2",
  kind: "go-to",
  by: { id: "me", name: "Li" },
  state: "running",
  startedMs: sceneNowMs,
  ...change,
});
const inMode = (name: string, at = placeAt(0, 0)) =>
  buildVehicle({
    id: "2",
    mode: { atMs: sceneNowMs, name, customMode: 4 },
    position: { atMs: sceneNowMs, ...at, altMslM: 60 },
  });
const done = order({ state: "done", endedMs: sceneNowMs + 3_000 });

describe("where a vehicle was sent", () => {
  it("stays in sight while it is asked, whatever mode the vehicle is still in", () => {
    const before = sent();

    expect(sentNow(before, inMode("AUTO"), [order()])).toBe(before);
    expect(sentNow(before, inMode("GUIDED"), [order()])).toBe(before);
  });

  it("goes with the mode in which the vehicle obeyed", () => {
    const obeyed = sentNow(sent(), inMode("GUIDED"), [done]);

    expect(obeyed).toMatchObject({ mode: "GUIDED" });
    expect(obeyed && sentNow(obeyed, inMode("GUIDED"), [done])).toBe(obeyed);
    expect(obeyed && sentNow(obeyed, inMode("RTL"), [done])).toBeUndefined();
  });

  it("goes once it is there, but a circle and a loop stay", () => {
    const there = inMode("GUIDED", placeAt(201, 301));

    expect(sentNow(sent({ mode: "GUIDED" }), there, [])).toBeUndefined();
    expect(sentNow(sent({ mode: "GUIDED", radiusM: 40 }), there, [])).toBeDefined();
    expect(sentNow(sent({ mode: "GUIDED", closed: true }), there, [])).toBeDefined();
  });

  it("goes with its refusal, with its vehicle, and with anybody's later order to move", () => {
    const later = order({ id: "hold", kind: "hold", by: { id: "wang", name: "Wang" }, startedMs: sceneNowMs + 1 });

    expect(sentNow(sent(), inMode("AUTO"), [order({ state: "failed" })])).toBeUndefined();
    expect(sentNow(sent(), undefined, [order()])).toBeUndefined();
    expect(sentNow(sent({ mode: "GUIDED" }), inMode("GUIDED"), [done, later])).toBeUndefined();
  });

  it("stays where others are told, where a later order was refused, and where only the camera turns", () => {
    const before = sent({ mode: "GUIDED" });
    const others = [
      order({ id: "a", kind: "hold", vehicleId: "1" }),
      order({ id: "b", kind: "return", state: "failed" }),
      order({ id: "c", kind: "camera-look-at" }),
    ];

    expect(sentNow(before, inMode("GUIDED"), [done, ...others])).toBe(before);
  });

  it("goes with the end of an order that was the whole way", () => {
    const walked = order({ kind: "patrol", state: "done", endedMs: sceneNowMs + 200_000 });

    expect(sentNow(sent({ closed: true }), inMode("Guided"), [walked])).toBeUndefined();
  });

  it("goes where nobody knows of the order any more", () => {
    const vehicle = inMode("GUIDED");
    const muchLater = { ...vehicle, presence: { ...vehicle.presence, lastHeardMs: sceneNowMs + 100_000 } };

    expect(sentNow(sent(), vehicle, [])).toBeDefined();
    expect(sentNow(sent(), muchLater, [])).toBeUndefined();
  });
});
