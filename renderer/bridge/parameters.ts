import type { ParameterFileDiff, ParameterList } from "../../shared/wire/parameters.ts";

/** What the station answered, or why there is nothing: each code has words, `fault.CODE`. */
export type ParameterAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: "no-answer" | "unauthorised" | "unknown-vehicle" | "bad-file" | "file-too-large";
    };

const timeoutMs = 10_000;
/** As the station has it: a larger file isn't even sent. */
const mostFileBytes = 1_000_000;

const addressOf = (vehicleId: string, rest = ""): string =>
  `/api/vehicles/${encodeURIComponent(vehicleId)}/parameters${rest}`;

/** Where the browser saves the file from. */
export const parameterFileAddress = (vehicleId: string): string => addressOf(vehicleId, ".params");

const faults: Readonly<Record<number, Exclude<ParameterAnswer<never>, { ok: true }>["code"]>> = {
  400: "bad-file",
  401: "unauthorised",
  404: "unknown-vehicle",
  413: "file-too-large",
};

const hasList = (value: unknown, list: string): boolean =>
  typeof value === "object" && value !== null && list in value && Array.isArray(Reflect.get(value, list));

const ask = async <T>(url: string, list: string, init: RequestInit): Promise<ParameterAnswer<T>> => {
  try {
    const response = await fetch(url, {
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
      ...init,
    });
    if (!response.ok) return { ok: false, code: faults[response.status] ?? "no-answer" };
    const body: unknown = await response.json();
    return hasList(body, list) ? { ok: true, value: body as T } : { ok: false, code: "no-answer" };
  } catch {
    return { ok: false, code: "no-answer" };
  }
};

/** A vehicle's parameters as far as the station knows them. Never throws. */
export const fetchParameters = (vehicleId: string): Promise<ParameterAnswer<ParameterList>> =>
  ask(addressOf(vehicleId), "parameters", {});

/** How a file differs from the vehicle. Never throws. */
export const compareParameterFile = async (
  vehicleId: string,
  file: Pick<File, "size" | "text">,
): Promise<ParameterAnswer<ParameterFileDiff>> => {
  if (file.size > mostFileBytes) return { ok: false, code: "file-too-large" };
  try {
    const body = await file.text();
    return await ask(addressOf(vehicleId, "/diff"), "changed", {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body,
    });
  } catch {
    // It was taken away before it was read.
    return { ok: false, code: "bad-file" };
  }
};
