import { type DatasetImport, DatasetImportSchema } from "../../shared/wire/search-answers.ts";

export type ImportOutcome =
  | DatasetImport
  | { readonly ok: false; readonly code: "too-large" | "refused" | "no-answer"; readonly detail: string };

const detailOf = (body: unknown): string => {
  if (typeof body !== "object" || body === null || !("fault" in body)) return "";
  const { fault } = body;
  return typeof fault === "object" && fault !== null && "detail" in fault && typeof fault.detail === "string"
    ? fault.detail
    : "";
};

/** Hands a file of passages or fixed sensors to the station, which reads it line by line and names the bad ones. */
export const importDataset = async (
  fetchFunction: typeof fetch,
  file: File,
  { name, nature, operatorName }: { readonly name: string; readonly nature: string; readonly operatorName: string },
): Promise<ImportOutcome> => {
  try {
    const query = new URLSearchParams({ name, nature, operatorName });
    const response = await fetchFunction(`/api/datasets?${query}`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: file,
      credentials: "same-origin",
    });
    const body: unknown = await response.json();
    const parsed = DatasetImportSchema.safeParse(body);
    if (parsed.success) return parsed.data;
    const code = response.status === 413 ? "too-large" : "refused";
    return { ok: false, code, detail: detailOf(body) || `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, code: "no-answer", detail: error instanceof Error ? error.message : String(error) };
  }
};
