import type { Request, RequestResult } from "../../shared/wire/requests.ts";

/** What a request can come to: the station's answer, or no answer at all. */
export type RequestOutcome =
  | RequestResult
  | {
      readonly ok: false;
      /** "in-archive": it was asked of the past, and nobody was told. */
      readonly fault: { readonly code: "no-answer" | "unauthorised" | "in-archive"; readonly detail: string };
      readonly operations?: never;
    };

export type SendRequest = (request: Request) => Promise<RequestOutcome>;

const timeoutMs = 8_000;
/** What the station has to reckon first may take it a while on a laptop that is busy with pictures: no reason to call it away. */
const reckonedMs = 60_000;

const patienceMs = ({ kind }: Request): number =>
  kind === "search.propose" || kind === "search.divide" ? reckonedMs : timeoutMs;

/** Whether that is a station's answer. */
export const isRequestResult = (value: unknown): value is RequestResult =>
  typeof value === "object" && value !== null && "ok" in value && typeof value.ok === "boolean";

const noAnswer = (detail: string): RequestOutcome => ({ ok: false, fault: { code: "no-answer", detail } });

/**
 * Makes the function that asks the station. It never throws: a station that is away or talks nonsense is an outcome like
 * any other, so that each panel can say so in place.
 */
export const createSendRequest =
  (fetchFunction: typeof fetch, url = "/api/requests"): SendRequest =>
  async (request) => {
    try {
      const response = await fetchFunction(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
        credentials: "same-origin",
        signal: AbortSignal.timeout(patienceMs(request)),
      });
      if (response.status === 401) return { ok: false, fault: { code: "unauthorised", detail: "HTTP 401" } };
      const body: unknown = await response.json();
      return isRequestResult(body) ? body : noAnswer(`HTTP ${response.status}`);
    } catch (error) {
      return noAnswer(error instanceof Error ? error.message : String(error));
    }
  };
