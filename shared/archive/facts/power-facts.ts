import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { type Range, RangeTally, type Topic } from "./fact.ts";

/** A vehicle's batteries, by their id. */
export interface BatteryFacts {
  readonly id: number;
  readonly messages: number;
  /** Of the first cell, or of the whole pack where it doesn't say cells, V. */
  readonly voltageV?: Range;
  /** How many messages said that they don't know it: 65535 on the wire, as at boot. */
  readonly voltageUnknown: number;
  /** 0 to 1. */
  readonly remaining?: Range;
  readonly currentA?: Range;
  /** The last that was said. */
  readonly consumedAh?: number;
}

class Battery {
  messages = 0;
  voltageUnknown = 0;
  consumedMah: number | undefined;
  readonly voltageV = new RangeTally();
  readonly remaining = new RangeTally();
  readonly currentA = new RangeTally();
}

const unknownMv = 0xffff;

/** Batteries, of BATTERY_STATUS. At most 256 of them, because the id is a byte. */
export class BatteryTopic implements Topic<readonly BatteryFacts[]> {
  readonly #batteries = new Map<number, Battery>();

  add(message: MavlinkMessage): void {
    if (message.name !== "BATTERY_STATUS") return;
    const { id, voltages, batteryRemaining, currentBattery, currentConsumed } = message.fields;
    let battery = this.#batteries.get(id);
    if (battery === undefined) {
      battery = new Battery();
      this.#batteries.set(id, battery);
    }
    battery.messages++;
    const firstMv = voltages[0] ?? unknownMv;
    if (firstMv === unknownMv) battery.voltageUnknown++;
    else battery.voltageV.add(firstMv / 1000);
    if (batteryRemaining >= 0) battery.remaining.add(batteryRemaining / 100);
    if (currentBattery >= 0) battery.currentA.add(currentBattery / 100);
    if (currentConsumed >= 0) battery.consumedMah = currentConsumed;
  }

  get facts(): readonly BatteryFacts[] {
    return [...this.#batteries]
      .sort(([a], [b]) => a - b)
      .map(([id, battery]) => ({
        id,
        messages: battery.messages,
        ...(battery.voltageV.range === undefined ? {} : { voltageV: battery.voltageV.range }),
        voltageUnknown: battery.voltageUnknown,
        ...(battery.remaining.range === undefined ? {} : { remaining: battery.remaining.range }),
        ...(battery.currentA.range === undefined ? {} : { currentA: battery.currentA.range }),
        ...(battery.consumedMah === undefined ? {} : { consumedAh: battery.consumedMah / 1000 }),
      }));
  }
}
