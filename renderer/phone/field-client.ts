import type { FieldMap, FieldState, Outbox, OutboxAnswer } from "../../shared/wire/field.ts";

/** How a call to the station ended. "later": no network, or it asks to wait; "ended": this link opens nothing now. */
export type Called<T> =
  | { readonly state: "ok"; readonly value: T }
  | { readonly state: "same" }
  | { readonly state: "later"; readonly waitS?: number }
  | { readonly state: "ended" }
  | { readonly state: "refused"; readonly detail: string };

/** What the station's clock said with an answer, and how many of its ms pass in one of ours. */
export interface StationTime {
  readonly utcMs: number;
  readonly rate: number;
}

export interface FieldClient {
  /** @param since the version known; "same" where it is still that */
  state(
    since: string | undefined,
  ): Promise<Called<{ readonly state: FieldState; readonly version: string }> & { readonly time?: StationTime }>;
  send(outbox: Outbox): Promise<Called<OutboxAnswer>>;
  sendPhoto(photo: { readonly fileId: string; readonly name: string; readonly bytes: Blob }): Promise<Called<unknown>>;
  map(): Promise<Called<FieldMap>>;
  picture(fileId: string): Promise<Called<Blob>>;
}

/** Longer than any answer takes over a bad network; then it is tried anew. */
const timeoutMs = 20_000;
/** A photo of 400 kB at 10 kB/s. */
const photoTimeoutMs = 120_000;

const detailOf = async (answer: Response): Promise<string> => {
  try {
    const body: unknown = await answer.json();
    const fault = typeof body === "object" && body !== null && "fault" in body ? body.fault : undefined;
    if (typeof fault === "object" && fault !== null && "detail" in fault) return String(fault.detail);
  } catch {
    // No JSON: the status says enough.
  }
  return `HTTP ${answer.status}`;
};

const timeOf = ({ headers }: Response): StationTime | undefined => {
  const [utcMs, rate] = [headers.get("x-utc-ms"), headers.get("x-clock-rate")];
  return utcMs === null || rate === null ? undefined : { utcMs: Number(utcMs), rate: Number(rate) };
};

const outcome = async <T>(answer: Response, read: (answer: Response) => Promise<T>): Promise<Called<T>> => {
  if (answer.status === 304) return { state: "same" };
  if (answer.ok) return { state: "ok", value: await read(answer) };
  if (answer.status === 401) return { state: "ended" };
  if (answer.status === 429 || answer.status >= 500) {
    const waitS = Number(answer.headers.get("retry-after") ?? Number.NaN);
    return { state: "later", ...(Number.isFinite(waitS) ? { waitS } : {}) };
  }
  return { state: "refused", detail: await detailOf(answer) };
};

/** Asks the station as this link. Never throws: no network is an outcome like any other. */
export const fieldClient = (fetchFunction: typeof fetch, token: string): FieldClient => {
  const call = async <T>(
    path: string,
    init: RequestInit,
    read: (answer: Response) => Promise<T>,
    limitMs = timeoutMs,
  ): Promise<Called<T> & { readonly time?: StationTime }> => {
    try {
      const answer = await fetchFunction(`/api/field/${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(limitMs),
      });
      const called = await outcome(answer, read);
      const time = timeOf(answer);
      return time === undefined ? called : { ...called, time };
    } catch {
      return { state: "later" };
    }
  };
  return {
    state: (since) =>
      call(since === undefined ? "state" : `state?since=${encodeURIComponent(since)}`, {}, async (answer) => ({
        state: (await answer.json()) as FieldState,
        version: answer.headers.get("etag")?.replaceAll('"', "") ?? "",
      })),
    send: (outbox) =>
      call(
        "outbox",
        { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(outbox) },
        async (answer) => (await answer.json()) as OutboxAnswer,
      ),
    sendPhoto: ({ fileId, name, bytes }) =>
      call(
        `files?${new URLSearchParams({ id: fileId, name })}`,
        { method: "POST", headers: { "content-type": bytes.type === "" ? "image/jpeg" : bytes.type }, body: bytes },
        (answer) => answer.json(),
        photoTimeoutMs,
      ),
    map: () => call("map", {}, async (answer) => (await answer.json()) as FieldMap),
    picture: (fileId) => call(`files/${encodeURIComponent(fileId)}/preview`, {}, (answer) => answer.blob()),
  };
};
