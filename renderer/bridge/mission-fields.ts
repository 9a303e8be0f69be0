import type { MessagesAnswer, PlotAnswer } from "../../shared/wire/archive.ts";

export type FieldsAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly detail: string };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const ask = async <T>(
  address: string,
  isWhole: (body: Record<string, unknown>) => boolean,
  signal: AbortSignal,
): Promise<FieldsAnswer<T>> => {
  try {
    const response = await fetch(address, { credentials: "same-origin", signal });
    const body: unknown = await response.json();
    if (response.ok && isRecord(body) && isWhole(body)) return { ok: true, value: body as T };
    const fault = isRecord(body) && isRecord(body.fault) ? body.fault.detail : undefined;
    return { ok: false, detail: typeof fault === "string" ? fault : `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
};

/**
 * A field over time, at about as many steps as it has pixels. Never throws.
 * @param base the mission's: "/api/archive/ID"
 */
export const fetchPlot = (
  base: string,
  asked: {
    readonly log: number;
    readonly field: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly widthPx: number;
  },
  signal: AbortSignal,
): Promise<FieldsAnswer<PlotAnswer>> => {
  const { log, field, fromMs, toMs, widthPx } = asked;
  const query = new URLSearchParams({
    log: String(log),
    field,
    from: fromMs.toFixed(3),
    to: toMs.toFixed(3),
    width: String(Math.max(1, Math.round(widthPx))),
  });
  return ask(`${base}/plot?${query}`, (body) => Array.isArray(body.positionMs) && Array.isArray(body.least), signal);
};

/** Messages about an instant, oldest first. Never throws. */
export const fetchMessages = (
  base: string,
  asked: {
    readonly log: number;
    readonly atMs: number;
    readonly direction: "back" | "on";
    readonly count: number;
    readonly streams: readonly string[];
    readonly text: string;
  },
  signal: AbortSignal,
): Promise<FieldsAnswer<MessagesAnswer>> => {
  const { log, atMs, direction, count, streams, text } = asked;
  const query = new URLSearchParams({ log: String(log), at: atMs.toFixed(3), direction, count: String(count) });
  if (streams.length > 0) query.set("streams", streams.join(","));
  if (text.trim() !== "") query.set("text", text.trim());
  return ask(`${base}/messages?${query}`, (body) => Array.isArray(body.messages), signal);
};
