import { describe, expect, it } from "vitest";
import { controlGate, emergencyGate, type GateInput } from "../../../../renderer/panels/fly/control-gate.ts";
import { buildVehicle, sceneNowMs } from "../../../support/build-views.ts";

const me = "me";
const wang = { id: "wang", name: "Wang" };
const custody = (holder: { id: string; name: string }, holderPresent = true) => ({
  holder,
  sinceMs: 0,
  holderPresent,
  askedBy: [],
});
const input = (
  change: Partial<Parameters<typeof buildVehicle>[0]> = {},
  around: Partial<Omit<GateInput, "vehicle">> = {},
): GateInput => ({
  vehicle: buildVehicle({ id: "2", ...change }),
  mode: "live",
  connection: "open",
  operatorId: me,
  ...around,
});
const lost = { state: "lost", sinceMs: sceneNowMs, lastHeardMs: sceneNowMs - 9_000 } as const;

describe("a vehicle's controls", () => {
  it("are on for a free vehicle and for one's own", () => {
    expect(controlGate(input())).toEqual({ open: true });
    expect(controlGate(input({ custody: custody({ id: me, name: "Li" }) }))).toEqual({ open: true });
  });

  it("are on while it is only silent for a moment", () => {
    expect(controlGate(input({ presence: { ...lost, state: "stale" } })).open).toBe(true);
  });

  it.each([
    ["in a replay", input({}, { mode: "replay" }), "replay"],
    ["before the first snapshot", input({}, { mode: undefined }), "station-away"],
    ["while the station is away", input({}, { connection: "lost" }), "station-away"],
    ["where two answer to one id", input({ idConflict: true }), "id-conflict"],
    ["while it is lost", input({ presence: lost }), "lost"],
    ["while another holds it", input({ custody: custody(wang) }), "held"],
  ] as const)("are off %s", (_, given, reason) => {
    expect(controlGate(given)).toMatchObject({ open: false, reason });
  });

  it("say who holds it, and whether they are away", () => {
    expect(controlGate(input({ custody: custody(wang, false) }))).toEqual({
      open: false,
      reason: "held",
      holder: wang,
      holderAway: true,
    });
  });

  it("say first what concerns everything: a replay is one whoever holds the vehicle", () => {
    expect(controlGate(input({ custody: custody(wang), presence: lost }, { mode: "replay" }))).toEqual({
      open: false,
      reason: "replay",
    });
  });
});

describe("the emergency stop", () => {
  it("is open to all, and to a vehicle that may hear it still", () => {
    expect(emergencyGate(input({ custody: custody(wang) }))).toEqual({ open: true });
    expect(emergencyGate(input({ presence: lost }))).toEqual({ open: true });
  });

  it("is off where it can't be meant, or would stop another vehicle too", () => {
    expect(emergencyGate(input({}, { mode: "replay" })).open).toBe(false);
    expect(emergencyGate(input({}, { connection: "lost" })).open).toBe(false);
    expect(emergencyGate(input({ idConflict: true })).open).toBe(false);
  });
});
