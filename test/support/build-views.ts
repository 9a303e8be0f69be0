import type { HeatDecision, HeatSource } from "../../shared/heat/heat-source.ts";
import { type Thing, thingKey } from "../../shared/incident/thing.ts";
import { asRad, degToRad } from "../../shared/units/angle.ts";
import type { FeedView, Landmark } from "../../shared/wire/feeds.ts";
import type { SegmentGrade, Whereabouts } from "../../shared/wire/incident.ts";
import type { OperationView } from "../../shared/wire/operations.ts";
import type { PlanView } from "../../shared/wire/plans.ts";
import type { Alert, LinkView, StateSnapshot, VehicleView } from "../../shared/wire/state.ts";

/** Builders of what clients see; every value can be overridden. The station clock of a scene stands at `sceneNowMs`. */
export const sceneNowMs = 600_000;
export const sceneUtcMs = Date.UTC(2026, 10, 21, 19, 12, 44);
const sceneCentre = { latDeg: 30.87, lonDeg: 120.433 } as const;

const metresPerDeg = 111_320;

/** A place so many metres north and east of the scene's centre. */
export const placeAt = (northM: number, eastM: number) => ({
  latDeg: sceneCentre.latDeg + northM / metresPerDeg,
  lonDeg: sceneCentre.lonDeg + eastM / (metresPerDeg * Math.cos((sceneCentre.latDeg * Math.PI) / 180)),
});

export const buildVehicle = (change: Partial<VehicleView> & { readonly id: string }): VehicleView => {
  const atMs = sceneNowMs - 200;
  const systemId = Number.parseInt(change.id, 10);
  return {
    systemId,
    name: `D${change.id}`,
    colourIndex: systemId - 1,
    kind: "multirotor",
    autopilot: "ardupilot",
    mavType: 2,
    firmware: "4.6.3 3fc7011a",
    presence: { state: "heard", sinceMs: 0, lastHeardMs: atMs },
    armed: true,
    systemStatus: "active",
    mode: { atMs, name: "AUTO", customMode: 3 },
    position: {
      atMs,
      ...placeAt(90 * systemId - 200, 120 * systemId - 260),
      altMslM: 63.2,
      altHomeM: 59.8,
      altTerrainM: 60.4,
      altEllipsoidM: 73.9,
    },
    attitude: { atMs, rollRad: degToRad(-6), pitchRad: degToRad(-4), yawRad: degToRad(72) },
    velocity: { atMs, northMps: 1.6, eastMps: 5.1, downMps: 0.1, groundMps: 5.3, airMps: 6.1, climbMps: -0.1 },
    headingRad: degToRad(72),
    battery: { atMs, fraction: 0.82, voltageV: 23.9, currentA: 18.4, remainingS: 1_260 },
    gps: { atMs, fix: "3d", satellites: 17, hdop: 0.7, horizontalAccuracyM: 1.2 },
    health: { atMs, armable: true, unhealthy: [], ekf: "good", prearmReasons: [] },
    home: { atMs, ...sceneCentre, altMslM: 3.4 },
    wind: { atMs, fromRad: degToRad(315), speedMps: 3.8 },
    mission: { atMs, currentSeq: 7, total: 24, reachedSeq: 6 },
    gimbal: { atMs, componentId: 154, rollRad: asRad(0), pitchRad: degToRad(-60), yawRad: degToRad(72) },
    cameras: [],
    statusTexts: [
      { atMs: sceneNowMs - 95_000, severity: 6, text: "EKF3 IMU0 is using GPS", componentId: 1 },
      { atMs: sceneNowMs - 64_000, severity: 6, text: "Mission: 1 Takeoff", componentId: 1 },
      { atMs: sceneNowMs - 31_000, severity: 6, text: "Mission: 7 WP", componentId: 1 },
    ],
    links: [
      {
        channelId: "link-1 127.0.0.1:51401",
        lastHeardMs: atMs,
        lossFraction: 0.004,
        messagesPerS: 62,
        bytesPerS: 2_900,
        primary: true,
      },
    ],
    footprint: [
      placeAt(90 * systemId - 160, 120 * systemId - 220),
      placeAt(90 * systemId - 140, 120 * systemId - 160),
      placeAt(90 * systemId - 200, 120 * systemId - 140),
      placeAt(90 * systemId - 210, 120 * systemId - 200),
    ],
    thermal: { state: "streaming" },
    ...change,
  };
};

export const buildDog = (change: Partial<VehicleView> & { readonly id: string }): VehicleView => {
  const { wind: _wind, ...rest } = buildVehicle(change);
  return {
    ...rest,
    name: "R1",
    kind: "ground-robot",
    mode: { atMs: sceneNowMs - 300, name: "Guided", customMode: 15 },
    velocity: { atMs: sceneNowMs - 300, groundMps: 1.2, climbMps: 0 },
    position: { atMs: sceneNowMs - 300, ...placeAt(-40, 30), altMslM: 3.6 },
    ...change,
  };
};

export const decided = (state: "confirmed" | "dismissed", by = "operator"): HeatDecision => ({
  state,
  by,
  atMs: sceneNowMs - 20_000,
  utcMs: sceneUtcMs - 20_000,
});

export const buildHeat = (number: number, change: Partial<HeatSource> = {}): HeatSource => {
  const lastSeenMs = sceneNowMs - ((number * 7_919) % 240_000);
  return {
    id: `heat-${number}`,
    number,
    location: {
      located: true,
      position: placeAt(((number * 137) % 500) - 250, ((number * 211) % 600) - 300),
      groundMslM: 3.1,
      covariance: { nn: 3.2, ne: 0.6, ee: 2.1 },
      ellipse95: { semiMajorM: 4.6 + (number % 5), semiMinorM: 3.1 + (number % 3), azimuthRad: degToRad(30) },
    },
    peakK: 303.4,
    contrastK: 2.1 + ((number * 13) % 70) / 10,
    sizeM: 0.6 + (number % 4) * 0.4,
    sightings: 1 + ((number * 5) % 23),
    vehicleIds: number % 3 === 0 ? ["1", "2"] : [String(1 + (number % 2))],
    firstSeenMs: lastSeenMs - 30_000,
    lastSeenMs,
    firstSeenUtcMs: sceneUtcMs - (sceneNowMs - lastSeenMs) - 30_000,
    lastSeenUtcMs: sceneUtcMs - (sceneNowMs - lastSeenMs),
    thumbnailVersion: 1,
    decision: { state: "new" },
    ...change,
  };
};

export const buildLink = (change: Partial<LinkView> & { readonly id: string }): LinkView => ({
  spec: "udpin:0.0.0.0:14550",
  state: "open",
  address: "0.0.0.0:14550",
  builtIn: false,
  channels: [
    {
      id: `${change.id} 127.0.0.1:51401`,
      remote: "127.0.0.1:51401",
      framesPerS: 62,
      bytesPerS: 2_900,
      frames: 37_200,
      skippedBytes: 0,
      badChecksums: 0,
      unknownMessages: 0,
      lossFraction: 0.004,
      vehicleIds: ["1"],
    },
  ],
  ...change,
});

export const buildAlert = (change: Partial<Alert> & { readonly id: string; readonly code: Alert["code"] }): Alert => ({
  severity: "warning",
  params: {},
  firstMs: sceneNowMs - 40_000,
  lastMs: sceneNowMs - 12_000,
  firstUtcMs: sceneUtcMs - 40_000,
  count: 1,
  active: true,
  ...change,
});

const byId = <T extends { readonly id: string }>(entries: readonly T[]): Record<string, T> =>
  Object.fromEntries(entries.map((entry) => [entry.id, entry]));

export interface SceneParts {
  readonly vehicles?: readonly VehicleView[];
  readonly heat?: readonly HeatSource[];
  readonly links?: readonly LinkView[];
  readonly alerts?: readonly Alert[];
  readonly plans?: Readonly<Record<string, PlanView>>;
  readonly operations?: readonly OperationView[];
  readonly feeds?: readonly FeedView[];
  readonly landmarks?: readonly Landmark[];
  readonly things?: readonly Thing[];
  readonly whereabouts?: Readonly<Record<string, Whereabouts>>;
  readonly grades?: Readonly<Record<string, SegmentGrade>>;
  readonly station?: Partial<StateSnapshot["station"]>;
  readonly clock?: Partial<StateSnapshot["clock"]>;
}

export const buildSnapshot = (parts: SceneParts = {}): StateSnapshot => ({
  clock: { nowMs: sceneNowMs, utcMs: sceneUtcMs, rate: 1, ...parts.clock },
  station: {
    mode: "live",
    version: "0.1.0",
    gcsSystemId: 255,
    recording: { state: "recording", folder: "/home/pilot/.local/share/lantern/2026-11-21", bytes: 18_400_000 },
    hasBaseMap: false,
    centre: sceneCentre,
    ...parts.station,
  },
  vehicles: byId(parts.vehicles ?? []),
  trails: Object.fromEntries(
    (parts.vehicles ?? []).flatMap(({ id, position }) =>
      position === undefined
        ? []
        : [
            [
              id,
              Array.from({ length: 120 }, (_, i) => [
                position.latDeg - (119 - i) * 0.000012,
                position.lonDeg - (119 - i) * 0.00004 + Math.sin(i / 9) * 0.0001,
                sceneNowMs - (119 - i) * 1_000,
              ]).flat(),
            ],
          ],
    ),
  ),
  heat: byId(parts.heat ?? []),
  links: byId(parts.links ?? []),
  alerts: byId(parts.alerts ?? []),
  plans: parts.plans ?? {},
  operations: byId(parts.operations ?? []),
  feeds: byId(parts.feeds ?? []),
  landmarks: byId(parts.landmarks ?? []),
  things: Object.fromEntries((parts.things ?? []).map((thing) => [thingKey(thing.kind, thing.id), thing])),
  whereabouts: parts.whereabouts ?? {},
  grades: parts.grades ?? {},
  eventN: 0,
  numbering: "one",
});
