import type { PlanFormat, PlanNote } from "../../shared/wire/plans.ts";

export type ExportOutcome =
  | { readonly ok: true; readonly name: string; readonly bytes: Blob; readonly notes: readonly PlanNote[] }
  | { readonly ok: false; readonly fault: { readonly code: string; readonly detail: string } };

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose => typeof value === "object" && value !== null;

/** Notes travel in a header; one that can't be read costs only the notes. */
const notesOf = (header: string | null): readonly PlanNote[] => {
  try {
    const notes: unknown = JSON.parse(decodeURIComponent(header ?? "[]"));
    return Array.isArray(notes) ? notes : [];
  } catch {
    return [];
  }
};

/** The name of `content-disposition`, in its UTF-8 form where there is one. */
const nameOf = (header: string | null, fallback: string): string => {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? "")?.[1];
  const plain = /filename="([^"]+)"/i.exec(header ?? "")?.[1];
  try {
    return encoded === undefined ? (plain ?? fallback) : decodeURIComponent(encoded);
  } catch {
    return plain ?? fallback;
  }
};

/** Asks the station for a plan as a file. Never throws. */
export const exportPlanFile = async (
  fetchFunction: typeof fetch,
  { planId, format }: { readonly planId: string; readonly format: PlanFormat },
): Promise<ExportOutcome> => {
  try {
    const address = `/api/plans/${encodeURIComponent(planId)}/file?format=${format}`;
    const response = await fetchFunction(address, { credentials: "same-origin" });
    if (response.ok)
      return {
        ok: true,
        name: nameOf(response.headers.get("content-disposition"), `plan.${format}`),
        bytes: await response.blob(),
        notes: notesOf(response.headers.get("x-plan-notes")),
      };
    if (response.status === 401) return { ok: false, fault: { code: "unauthorised", detail: "HTTP 401" } };
    const body: unknown = await response.json();
    const fault = isLoose(body) && isLoose(body.fault) ? body.fault : undefined;
    return typeof fault?.code === "string"
      ? { ok: false, fault: { code: fault.code, detail: String(fault.detail ?? "") } }
      : { ok: false, fault: { code: "no-answer", detail: `HTTP ${response.status}` } };
  } catch (error) {
    return { ok: false, fault: { code: "no-answer", detail: error instanceof Error ? error.message : String(error) } };
  }
};
