import type { MissionSummary, MissionVehicle } from "../../../../shared/wire/archive.ts";
import type { LogAnomaly } from "../log-index.ts";
import type { FlightNote } from "./flight-note.ts";
import type { MissionLogs } from "./mission-logs.ts";

const outlinePoints = 100;

type VehicleNote = Extract<FlightNote, { kind: "vehicle" }>;

/** What the list of missions shows of a vehicle; its way by the index's least and greatest values, which lie ready. */
export const missionVehicle = async (logs: MissionLogs, note: VehicleNote): Promise<MissionVehicle> => {
  const { vehicleId: id, systemId, vehicleKind: kind, name, colourIndex } = note;
  const outline: number[] = [];
  for (const { index } of logs.logs) {
    const stream = index.streams.find(
      ({ message, systemId: sender }) => message === "GLOBAL_POSITION_INT" && sender === systemId,
    );
    if (stream === undefined || outline.length > 0) continue;
    const range = { fromMs: 0, toMs: index.durationMs, steps: outlinePoints };
    const [lat, lon] = await Promise.all(
      ["lat", "lon"].map((field) => index.plot({ ...range, field: `${stream.key}.${field}` })),
    );
    if (lat === undefined || lon === undefined) continue;
    outline.push(...wayOf(lat, lon));
  }
  return { id, name, kind, colourIndex, outline };
};

interface Bounds {
  readonly least: readonly number[];
  readonly greatest: readonly number[];
}

/** degE7; 0 is where a receiver thinks it is before it knows. */
const wayOf = (lat: Bounds, lon: Bounds): number[] => {
  const way: number[] = [];
  const count = Math.min(lat.least.length, lon.least.length);
  const every = Math.max(1, Math.ceil(count / outlinePoints));
  for (let n = 0; n < count; n += every) {
    const [south, north, west, east] = [lat.least[n], lat.greatest[n], lon.least[n], lon.greatest[n]];
    if (south === undefined || north === undefined || west === undefined || east === undefined) continue;
    if (south === 0 || north === 0 || west === 0 || east === 0) continue;
    way.push((south + north) / 2e7, (west + east) / 2e7);
  }
  return way;
};

/** What is odd about the logs. */
export const problemsOf = (logs: MissionLogs, anomalies: readonly LogAnomaly[]): MissionSummary["problems"] => {
  const total = (kind: LogAnomaly["kind"]) =>
    anomalies.reduce((sum, anomaly) => sum + (anomaly.kind === kind ? Math.abs(anomaly.amount) : 0), 0);
  const has = (kind: LogAnomaly["kind"]) => anomalies.some((anomaly) => anomaly.kind === kind);
  const jumps = anomalies.filter(({ kind }) => kind === "clock-jump" || kind === "clock-back").length;
  return [
    ...(has("cut") ? [{ code: "cut" as const, detail: String(total("cut")) }] : []),
    ...(has("damage") ? [{ code: "damaged" as const, detail: String(total("damage")) }] : []),
    ...(jumps > 0 ? [{ code: "clock-jumped" as const, detail: String(jumps) }] : []),
    ...(logs.clock.length === 0 ? [{ code: "no-times" as const, detail: "" }] : []),
  ];
};
