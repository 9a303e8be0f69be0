import { describe, expect, it } from "vitest";
import { lostLinkOf } from "../../../../shared/plan/ghost/lost-link-action.ts";
import type { VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import { bareVehicle } from "../../../support/ghost-flight.ts";

const mode = (name: string) => ({ mode: { atMs: 0, name, customMode: 0 } });
const copter = (name: string): Partial<VehicleState> => ({ kind: "multirotor", autopilot: "ardupilot", ...mode(name) });
const rover = (name: string): Partial<VehicleState> => ({
  kind: "ground-robot",
  autopilot: "ardupilot",
  ...mode(name),
});
const px4 = (name: string): Partial<VehicleState> => ({ kind: "multirotor", autopilot: "px4", ...mode(name) });

const linkOf = (state: Partial<VehicleState>, parameters: Readonly<Record<string, number>>) =>
  lostLinkOf({ vehicle: bareVehicle(state), lostMs: 0, parameter: (name) => parameters[name] });

describe("what a vehicle does without the link", () => {
  it.each<readonly [string, Partial<VehicleState>, Readonly<Record<string, number>>, string, number]>([
    ["a copter without the failsafe goes on", copter("AUTO"), { FS_GCS_ENABLE: 0 }, "continue", 5],
    ["a copter returns", copter("AUTO"), { FS_GCS_ENABLE: 1, FS_GCS_TIMEOUT: 8 }, "return", 8],
    ["a copter goes on in AUTO if told so", copter("AUTO"), { FS_GCS_ENABLE: 1, FS_OPTIONS: 2 }, "continue", 5],
    ["a copter returns from GUIDED all the same", copter("GUIDED"), { FS_GCS_ENABLE: 1, FS_OPTIONS: 2 }, "return", 5],
    ["a copter retraces its way", copter("GUIDED"), { FS_GCS_ENABLE: 3 }, "retrace", 5],
    ["a copter lands", copter("LOITER"), { FS_GCS_ENABLE: 5 }, "land", 5],
    [
      "a copter that a pilot steers goes on if told so",
      copter("LOITER"),
      { FS_GCS_ENABLE: 5, FS_OPTIONS: 16 },
      "continue",
      5,
    ],
    ["a copter that returns already goes on returning", copter("RTL"), {}, "continue", 0],
    ["a rover stops", rover("AUTO"), { FS_GCS_ENABLE: 1 }, "hold", 5],
    ["a rover goes on in AUTO", rover("AUTO"), { FS_GCS_ENABLE: 2 }, "continue", 5],
    ["a rover returns", rover("GUIDED"), { FS_GCS_ENABLE: 1, FS_ACTION: 1 }, "return", 5],
    ["PX4 goes on", px4("Mission"), { NAV_DLL_ACT: 0 }, "continue", 10],
    ["PX4 holds", px4("Mission"), { NAV_DLL_ACT: 1, COM_DL_LOSS_T: 20 }, "hold", 20],
    ["PX4 returns", px4("Hold"), { NAV_DLL_ACT: 2 }, "return", 10],
    ["PX4 lands", px4("Mission"), { NAV_DLL_ACT: 3 }, "land", 10],
  ])("%s", (_, state, parameters, action, afterS) => {
    expect(linkOf(state, parameters)).toEqual({ actions: [action], known: true, afterS });
  });

  it("is two things where its parameters aren't known", () => {
    expect(linkOf(copter("AUTO"), {})).toEqual({ actions: ["continue", "return"], known: false, afterS: 5 });
    expect(linkOf(px4("Mission"), {})).toEqual({ actions: ["continue", "return"], known: false, afterS: 10 });
    expect(linkOf(rover("AUTO"), {})).toEqual({ actions: ["hold", "continue"], known: false, afterS: 5 });
  });
});
