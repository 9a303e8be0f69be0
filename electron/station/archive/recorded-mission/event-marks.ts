import type { TimelineMark } from "../../../../shared/archive/timeline.ts";
import type { SessionEvent } from "./session-rows.ts";

/** On which lane a mark belongs; a vehicle's is its own. */
export type MarkLane = "vehicle" | "heat" | "orders" | "messages" | "record";

export interface LaneMark {
  readonly lane: MarkLane;
  readonly mark: TimelineMark;
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const part = (data: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> => {
  const value = data[name];
  return typeof value === "object" && value !== null ? { ...value } : {};
};

/** What an alert repeats that other marks say better. */
const saidElsewhere: ReadonlySet<string> = new Set(["vehicle-lost", "vehicle-back", "clock-jumped", "vehicle-message"]);

const severities: ReadonlySet<unknown> = new Set(["info", "warning", "critical"]);
const isSeverity = (value: unknown): value is NonNullable<TimelineMark["severity"]> => severities.has(value);

/** What an event of the record is on the timeline; undefined of what a timeline doesn't show. */
export const markOf = ({ kind, data, atMs }: SessionEvent, startMs: number): LaneMark | undefined => {
  const positionMs = Math.max(0, atMs - startMs);
  switch (kind) {
    case "vehicle-heard":
    case "vehicle-lost":
    case "vehicle-back":
      return vehicleMark(positionMs, kind, data);
    case "heat-found":
    case "heat-decided":
      return heatMark(positionMs, kind, part(data, "heat"));
    case "alert-raised":
      return alertMark(positionMs, part(data, "alert"));
    case "operation-begun":
    case "operation-ended":
      return operationMark(positionMs, kind, part(data, "operation"));
    case "incident-news":
      return newsMark(positionMs, data);
    default:
      return undefined;
  }
};

const vehicleMark = (
  positionMs: number,
  kind: "vehicle-heard" | "vehicle-lost" | "vehicle-back",
  data: SessionEvent["data"],
): LaneMark | undefined => {
  const vehicleId = textOf(data.vehicleId);
  if (vehicleId === undefined) return undefined;
  const severity = kind === "vehicle-lost" ? ({ severity: "warning" } as const) : {};
  return { lane: "vehicle", mark: { positionMs, kind, vehicleId, text: textOf(data.name) ?? "", ...severity } };
};

const heatMark = (
  positionMs: number,
  kind: "heat-found" | "heat-decided",
  heat: SessionEvent["data"],
): LaneMark | undefined => {
  const ref = textOf(heat.id);
  if (ref === undefined) return undefined;
  const state = textOf(part(heat, "decision").state);
  const code = kind === "heat-decided" && state !== undefined ? { code: state } : {};
  return { lane: "heat", mark: { positionMs, kind, text: String(heat.number), ...code, ref } };
};

const paramsOf = (alert: SessionEvent["data"]): NonNullable<TimelineMark["params"]> =>
  Object.fromEntries(
    Object.entries(part(alert, "params")).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
    ),
  );

const alertMark = (positionMs: number, alert: SessionEvent["data"]): LaneMark | undefined => {
  const code = textOf(alert.code);
  if (code === undefined || saidElsewhere.has(code)) return undefined;
  const vehicleId = textOf(alert.vehicleId);
  const ref = textOf(alert.id);
  const params = paramsOf(alert);
  const isDouble = code === "system-id-conflict";
  return {
    lane: vehicleId === undefined ? "record" : "vehicle",
    mark: {
      positionMs,
      ...(isDouble
        ? { kind: "duplicate-id", text: String(params.systemId ?? "") }
        : { kind: "alert", text: "", code, params }),
      ...(isSeverity(alert.severity) ? { severity: alert.severity } : {}),
      ...(vehicleId === undefined ? {} : { vehicleId }),
      ...(ref === undefined ? {} : { ref }),
    },
  };
};

const operationMark = (positionMs: number, event: string, operation: SessionEvent["data"]): LaneMark | undefined => {
  const [vehicleId, what, ref] = [textOf(operation.vehicleId), textOf(operation.kind), textOf(operation.id)];
  if (vehicleId === undefined || what === undefined) return undefined;
  const hasFailed = operation.state === "failed";
  // That it was done is no news beside that it was begun.
  if (event === "operation-ended" && !hasFailed) return undefined;
  return {
    lane: "vehicle",
    mark: {
      ...{ positionMs, kind: "operation", vehicleId, text: "", code: what },
      ...(hasFailed ? { severity: "warning" } : {}),
      ...(ref === undefined ? {} : { ref }),
    },
  };
};

const newsLanes: Readonly<Record<string, readonly [MarkLane, TimelineMark["kind"]]>> = {
  order: ["orders", "order"],
  step: ["orders", "order"],
  clue: ["messages", "clue"],
  message: ["messages", "message"],
  help: ["messages", "message"],
  opened: ["messages", "incident"],
  phase: ["messages", "incident"],
};

/** News whose text is a code of ours. */
const isCoded: ReadonlySet<string> = new Set(["step", "phase"]);

const newsMark = (positionMs: number, data: SessionEvent["data"]): LaneMark | undefined => {
  const news = textOf(data.news) ?? "";
  const place = Object.hasOwn(newsLanes, news) ? newsLanes[news] : undefined;
  if (place === undefined) return undefined;
  const [lane, kind] = place;
  const ref = textOf(data.thing);
  const text = textOf(data.text) ?? "";
  return {
    lane,
    mark: {
      ...{ positionMs, kind },
      ...(isCoded.has(news) ? { text: "", code: text } : { text }),
      ...(news === "help" ? { severity: "critical" } : {}),
      ...(ref === undefined ? {} : { ref }),
    },
  };
};
