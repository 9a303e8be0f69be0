import { performanceOf } from "../performance.ts";
import type { LastSeen } from "./last-seen.ts";
import { isGround, type LostLinkAction } from "./lost-link-action.ts";

/** What a vehicle does by itself when its battery runs low, and when that will be. */
export interface LowBattery {
  /** The likeliest first; "continue": nothing. */
  readonly actions: readonly LostLinkAction[];
  /** s after it was heard last, as expected, the earliest and the latest that it may be. */
  readonly afterS: { readonly expected: number; readonly earliest: number; readonly latest: number };
  /** Its battery is empty at the latest, s after it was heard last. */
  readonly emptyS: number;
}

/** Of a full battery; where it goes by volts nobody can tell, and this is usual. */
const usualFraction = 0.2;
const px4Fraction = 0.07;

const copterActions: Readonly<Record<number, LostLinkAction>> = {
  0: "continue",
  1: "land",
  2: "return",
  3: "retrace",
  4: "retrace",
  5: "land",
  6: "return",
  7: "hold",
};
const planeActions: Readonly<Record<number, LostLinkAction>> = {
  0: "continue",
  1: "return",
  2: "land",
  3: "land",
  4: "land",
  5: "land",
  6: "land",
};
const roverActions: Readonly<Record<number, LostLinkAction>> = {
  0: "continue",
  1: "return",
  2: "hold",
  3: "retrace",
  4: "retrace",
  5: "hold",
  6: "hold",
};
/** At the critical level. */
const px4Actions: Readonly<Record<number, LostLinkAction>> = { 0: "continue", 1: "return", 2: "land", 3: "return" };

/**
 * By the parameters: ArduPilot's BATT_FS_LOW_ACT (or, where that does nothing, BATT_FS_CRT_ACT) with BATT_LOW_MAH of BATT_CAPACITY
 * (AP_BattMonitor), PX4's COM_LOW_BAT_ACT at BAT_CRIT_THR. Where they aren't known it returns, as nearly all are set up to, or
 * doesn't.
 */
export const lowBatteryOf = (seen: LastSeen): LowBattery => {
  const { kind, autopilot, battery } = seen.vehicle;
  const fraction = battery?.fraction ?? 1;
  const byFraction = performanceOf(kind, autopilot).enduranceS * fraction;
  const isTold = battery?.remainingS !== undefined;
  const remainingS = battery?.remainingS ?? byFraction;
  const doubt = isTold ? 0.25 : 0.5;
  const { actions, atFraction } = autopilot === "px4" ? px4(seen) : ardupilot(seen);
  const expected = fraction <= atFraction ? 0 : remainingS * (1 - atFraction / fraction);
  return {
    actions,
    afterS: { expected, earliest: (1 - doubt) * expected, latest: (1 + doubt) * expected },
    emptyS: (1 + doubt) * remainingS,
  };
};

interface Setting {
  readonly actions: readonly LostLinkAction[];
  readonly atFraction: number;
}

const px4 = ({ parameter }: LastSeen): Setting => {
  const action = px4Actions[parameter("COM_LOW_BAT_ACT") ?? -1];
  return {
    actions: action === undefined ? ["return", "continue"] : [action],
    atFraction: parameter("BAT_CRIT_THR") ?? px4Fraction,
  };
};

const ardupilot = (seen: LastSeen): Setting => {
  const { parameter, vehicle } = seen;
  const table = isGround(seen) ? roverActions : vehicle.kind === "multirotor" ? copterActions : planeActions;
  const low = table[parameter("BATT_FS_LOW_ACT") ?? -1];
  const critical = table[parameter("BATT_FS_CRT_ACT") ?? -1];
  const isCritical = low === "continue" && critical !== undefined;
  const action = isCritical ? critical : low;
  const levelMah = parameter(isCritical ? "BATT_CRT_MAH" : "BATT_LOW_MAH") ?? 0;
  const capacityMah = parameter("BATT_CAPACITY") ?? 0;
  const isKnownLevel = levelMah > 0 && capacityMah > levelMah;
  return {
    actions: action === undefined ? ["return", "continue"] : [action],
    atFraction: isKnownLevel ? levelMah / capacityMah : isCritical ? usualFraction / 2 : usualFraction,
  };
};
