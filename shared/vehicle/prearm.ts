import type { StatusText, VehicleState } from "./vehicle-state.ts";

/** What is looked at before a vehicle is armed. Each has a sentence in both catalogues. */
export const preArmCodes = [
  "heard",
  "own-verdict",
  "own-text",
  "sensors",
  "estimator",
  "gps-fix",
  "satellites",
  "hdop",
  "position",
  "frozen",
  "home",
  "battery",
] as const;
export type PreArmCode = (typeof preArmCodes)[number];

/** One line of the list. */
export interface PreArmItem {
  readonly code: PreArmCode;
  /** bad: don't arm. warn: look at it first. unknown: the vehicle doesn't say. */
  readonly state: "good" | "warn" | "bad" | "unknown";
  readonly params: Readonly<Record<string, string | number>>;
}

export interface PreArmOptions {
  /** Station clock, ms. */
  readonly nowMs: number;
  /** Its stamps stand still though it is heard. */
  readonly frozen?: boolean;
  /** What the battery must still have at the end, 0 to 1. */
  readonly reserveFraction?: number;
}

type State = PreArmItem["state"];

const usualReserve = 0.25;
/** This much above the reserve there is something to fly with. */
const usableAboveReserve = 0.25;
const enoughSatellites = 10;
const fewestSatellites = 6;
/** ArduPilot's own limit for arming is 1.4. */
const goodHdop = 1.4;
const worstHdop = 2.5;
const positionIsFreshMs = 2_000;
const positionIsOldMs = 5_000;

const item = (code: PreArmCode, state: State, params: PreArmItem["params"] = {}): PreArmItem => ({
  code,
  state,
  params,
});

/** Good from one limit on, bad beyond another, to be looked at between. */
const between = (value: number | undefined, good: number, bad: number): State => {
  if (value === undefined) return "unknown";
  const isGood = good >= bad ? value >= good : value <= good;
  const isBad = good >= bad ? value < bad : value > bad;
  return isGood ? "good" : isBad ? "bad" : "warn";
};

/** To a tenth, for people. */
const tenths = (value: number): number => Math.round(value * 10) / 10;

/** The vehicle's own reasons, each with how long ago it was said last. */
const ownTexts = ({ health, statusTexts }: VehicleState, nowMs: number): PreArmItem[] =>
  (health?.prearmReasons ?? []).map((text) => {
    const said = statusTexts.findLast((known: StatusText) => known.text.endsWith(text));
    const ageS = said === undefined ? {} : { ageS: Math.max(0, Math.round((nowMs - said.atMs) / 1000)) };
    return item("own-text", "bad", { text, ...ageS });
  });

const ofHealth = ({ health, armed }: VehicleState): PreArmItem[] => {
  const { armable, unhealthy, ekf } = health ?? {};
  const verdict: State = armed || armable === true ? "good" : armable === false ? "bad" : "unknown";
  const sensors: State = unhealthy === undefined ? "unknown" : unhealthy.length === 0 ? "good" : "bad";
  return [
    item("own-verdict", verdict),
    item("sensors", sensors, sensors === "bad" ? { names: (unhealthy ?? []).join(", ") } : {}),
    item("estimator", ekf ?? "unknown"),
  ];
};

const ofGps = ({ gps }: VehicleState): PreArmItem[] => {
  const { fix, satellites, hdop } = gps ?? {};
  const fixState: State = fix === undefined ? "unknown" : fix === "none" || fix === "2d" ? "bad" : "good";
  return [
    item("gps-fix", fixState, fix === undefined ? {} : { fix }),
    item(
      "satellites",
      between(satellites, enoughSatellites, fewestSatellites),
      satellites === undefined ? {} : { count: satellites },
    ),
    item("hdop", between(hdop, goodHdop, worstHdop), hdop === undefined ? {} : { hdop: tenths(hdop) }),
  ];
};

const ofPlace = ({ position, home }: VehicleState, { nowMs, frozen = false }: PreArmOptions): PreArmItem[] => {
  const ageMs = position === undefined ? undefined : nowMs - position.atMs;
  const age: State = ageMs === undefined ? "bad" : between(ageMs, positionIsFreshMs, positionIsOldMs);
  return [
    item("position", age, ageMs === undefined ? {} : { ageS: tenths(Math.max(0, ageMs) / 1000) }),
    item("frozen", frozen ? "bad" : "good"),
    item("home", home === undefined ? "warn" : "good"),
  ];
};

const ofBattery = ({ battery }: VehicleState, { reserveFraction = usualReserve }: PreArmOptions): PreArmItem => {
  const { fraction, voltageV } = battery ?? {};
  const percent = (value: number): number => Math.round(value * 100);
  return item("battery", between(fraction, reserveFraction + usableAboveReserve, reserveFraction), {
    reservePercent: percent(reserveFraction),
    ...(fraction === undefined ? {} : { percent: percent(fraction) }),
    ...(voltageV === undefined ? {} : { voltageV: tenths(voltageV) }),
  });
};

/** All that speaks for or against arming a vehicle now, from what it says itself. It arms, or not, by its own checks. */
export const preArmChecklist = (vehicle: VehicleState, options: PreArmOptions): PreArmItem[] => {
  const { state } = vehicle.presence;
  const heard: State = state === "heard" || state === "back" ? "good" : state === "stale" ? "warn" : "bad";
  return [
    item("heard", heard),
    ...ownTexts(vehicle, options.nowMs),
    ...ofHealth(vehicle),
    ...ofGps(vehicle),
    ...ofPlace(vehicle, options),
    ofBattery(vehicle, options),
  ];
};
