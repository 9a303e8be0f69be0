import { z } from "zod";

const IncidentRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  phase: z.string(),
  openedUtcMs: z.number(),
  shown: z.boolean(),
});
export type IncidentRow = z.infer<typeof IncidentRowSchema>;

/** What became of a log that was brought: how many events were new, how many fields two stations wrote differently. */
export type MergeOutcome =
  | { readonly ok: true; readonly incidentIds: readonly string[]; readonly added: number; readonly conflicts: number }
  | { readonly ok: false; readonly code: "too-large" | "refused" | "no-answer"; readonly detail: string };

const MergedSchema = z.object({
  incidentIds: z.array(z.string()),
  added: z.number(),
  conflicts: z.array(z.unknown()),
});
const RefusedSchema = z.object({ fault: z.object({ detail: z.string() }) });

/** All incidents of the record, the newest first; undefined while the station doesn't answer. */
export const fetchIncidents = async (fetchFunction: typeof fetch): Promise<readonly IncidentRow[] | undefined> => {
  try {
    const response = await fetchFunction("/api/incidents", { credentials: "same-origin", cache: "no-store" });
    const parsed = z.array(IncidentRowSchema).safeParse(response.ok ? await response.json() : undefined);
    return parsed.success ? parsed.data.toReversed() : undefined;
  } catch {
    return undefined;
  }
};

/** Hands another station's log to this one, which takes over what is new, or nothing of a file that isn't right. */
export const mergeLog = async (fetchFunction: typeof fetch, file: Blob): Promise<MergeOutcome> => {
  try {
    const response = await fetchFunction("/api/incidents/import", {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
      body: file,
      credentials: "same-origin",
    });
    const body: unknown = await response.json();
    const merged = response.ok ? MergedSchema.safeParse(body).data : undefined;
    if (merged !== undefined) return { ok: true, ...merged, conflicts: merged.conflicts.length };
    const code = response.status === 413 ? "too-large" : "refused";
    return { ok: false, code, detail: RefusedSchema.safeParse(body).data?.fault.detail ?? `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, code: "no-answer", detail: error instanceof Error ? error.message : String(error) };
  }
};
