import type { ExchangeTarget } from "../exchange.ts";
import type { JobEvent } from "../job.ts";

/** The latest warning in a vehicle's own words, and when it came. */
export interface VehicleWords {
  readonly text: string;
  readonly atMs: number;
}

/** MAV_SEVERITY_WARNING: less than that is chatter. */
const warning = 4;
const belongsForMs = 3_000;

/** Keeps the latest warning. */
export const hearWords = (
  words: VehicleWords | undefined,
  target: ExchangeTarget,
  event: JobEvent,
  nowMs: number,
): VehicleWords | undefined => {
  if (event.kind !== "message" || event.message.name !== "STATUSTEXT" || event.fromSystem !== target.systemId)
    return words;
  const { severity, text } = event.message.fields;
  return severity > warning || text === "" ? words : { text, atMs: nowMs };
};

/** The words that go with something that happens now. */
export const wordsNow = (words: VehicleWords | undefined, nowMs: number): { readonly vehicleText?: string } =>
  words !== undefined && nowMs - words.atMs <= belongsForMs ? { vehicleText: words.text } : {};
