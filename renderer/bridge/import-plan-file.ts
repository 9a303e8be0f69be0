import type { PlanNote } from "../../shared/wire/plans.ts";

export type ImportOutcome =
  | { readonly ok: true; readonly planId: string; readonly notes: readonly PlanNote[] }
  | { readonly ok: false; readonly fault: { readonly code: string; readonly detail: string } };

/** The most that is sent: what is larger is no plan, bytes. */
const mostBytes = 64 * 1024 * 1024;

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose => typeof value === "object" && value !== null;

const noAnswer = (detail: string): ImportOutcome => ({ ok: false, fault: { code: "no-answer", detail } });

const outcomeOf = (body: unknown, status: number): ImportOutcome => {
  if (!isLoose(body)) return noAnswer(`HTTP ${status}`);
  if (body.ok === true && typeof body.planId === "string")
    return { ok: true, planId: body.planId, notes: Array.isArray(body.notes) ? body.notes : [] };
  const { fault } = body;
  if (isLoose(fault) && typeof fault.code === "string")
    return { ok: false, fault: { code: fault.code, detail: String(fault.detail ?? "") } };
  return noAnswer(`HTTP ${status}`);
};

/** Hands a file to the station, which reads it and makes a plan of it. Never throws. */
export const importPlanFile = async (
  fetchFunction: typeof fetch,
  { file, vehicleId, by }: { readonly file: File; readonly vehicleId: string; readonly by: string },
): Promise<ImportOutcome> => {
  if (file.size > mostBytes) return { ok: false, fault: { code: "file-too-large", detail: `${file.size} bytes` } };
  try {
    const query = new URLSearchParams({ name: file.name, vehicleId, operatorName: by });
    const response = await fetchFunction(`/api/plans/import?${query}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
      credentials: "same-origin",
    });
    if (response.status === 401) return { ok: false, fault: { code: "unauthorised", detail: "HTTP 401" } };
    if (response.status === 413) return { ok: false, fault: { code: "file-too-large", detail: "HTTP 413" } };
    return outcomeOf(await response.json(), response.status);
  } catch (error) {
    return noAnswer(error instanceof Error ? error.message : String(error));
  }
};
