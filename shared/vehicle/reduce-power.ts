import type { MessageFields } from "../mavlink/messages.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";
import type { BatteryState, VehicleState } from "./vehicle-state.ts";
import { given, positive } from "./wire-values.ts";

interface BatteryReading {
  readonly fraction: number | undefined;
  readonly voltageV: number | undefined;
  readonly currentA: number | undefined;
  readonly remainingS: number | undefined;
}

/** What one message leaves open stays as the other one said it. */
const merged = (old: BatteryState | undefined, next: BatteryReading, atMs: number): Patch => {
  const fraction = next.fraction ?? old?.fraction;
  const voltageV = next.voltageV ?? old?.voltageV;
  const currentA = next.currentA ?? old?.currentA;
  const remainingS = next.remainingS ?? old?.remainingS;
  if (fraction === undefined && voltageV === undefined && currentA === undefined) return undefined;
  return {
    battery: {
      atMs,
      ...given("fraction", fraction),
      ...given("voltageV", voltageV),
      ...given("currentA", currentA),
      ...given("remainingS", remainingS),
    },
  };
};

/** Percent, -1 unknown. */
const fractionOf = (percent: number): number | undefined => (percent < 0 || percent > 100 ? undefined : percent / 100);

/** Centiampere, -1 unknown. */
const currentOf = (centiA: number): number | undefined => (centiA < 0 ? undefined : centiA / 100);

/** mV, cA and per cent on the wire; -1 and 0xffff are unknown. */
export const reduceSysStatusBattery = (
  fields: MessageFields["SYS_STATUS"],
  state: VehicleState,
  at: Reception,
): Patch =>
  merged(
    state.battery,
    {
      fraction: fractionOf(fields.batteryRemaining),
      voltageV: fields.voltageBattery === 0xffff ? undefined : positive(fields.voltageBattery / 1000),
      currentA: currentOf(fields.currentBattery),
      remainingS: undefined,
    },
    at.nowMs,
  );

/** Sum of the cells in mV; 65535 is an unused cell, and the whole is unknown where the first one is. */
const packVoltage = (fields: MessageFields["BATTERY_STATUS"]): number | undefined => {
  let sumMv = 0;
  for (const cellMv of fields.voltages) {
    if (cellMv === 0xffff) break;
    sumMv += cellMv;
  }
  return positive(sumMv / 1000);
};

/** The battery with the lowest id is the one shown; others power payloads. */
export const reduceBatteryStatus = (
  fields: MessageFields["BATTERY_STATUS"],
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  if (memory.batteryId !== undefined && fields.id > memory.batteryId) return undefined;
  memory.batteryId = fields.id;
  return merged(
    state.battery,
    {
      fraction: fractionOf(fields.batteryRemaining),
      voltageV: packVoltage(fields),
      currentA: currentOf(fields.currentBattery),
      remainingS: positive(fields.timeRemaining),
    },
    at.nowMs,
  );
};
