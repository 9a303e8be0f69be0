import type { RequestOutcome } from "./requests.ts";

export interface MissionImport {
  readonly file: File;
  /** A mission that it belongs to; absent: one of its own. */
  readonly into?: string | undefined;
  /** When a video begins, where its name and its data don't say. */
  readonly startUtcMs?: number | undefined;
}

const isOutcome = (value: unknown): value is RequestOutcome =>
  typeof value === "object" && value !== null && "ok" in value && typeof value.ok === "boolean";

const noAnswer = (detail: string): RequestOutcome => ({ ok: false, fault: { code: "no-answer", detail } });

const outcomeOf = (status: number, text: string): RequestOutcome => {
  if (status === 401) return { ok: false, fault: { code: "unauthorised", detail: "HTTP 401" } };
  try {
    const body: unknown = JSON.parse(text);
    return isOutcome(body) ? body : noAnswer(`HTTP ${status}`);
  } catch {
    return noAnswer(`HTTP ${status}`);
  }
};

/**
 * Hands a log, a video or a whole mission to the station. A log may have gigabytes: it goes as it is read from the disk.
 * @param onSent how much of it is on its way, 0 to 1
 */
export const importMission = (
  openUpload: () => XMLHttpRequest,
  { file, into, startUtcMs }: MissionImport,
  onSent: (fraction: number) => void,
): Promise<RequestOutcome> => {
  const query = new URLSearchParams({ name: file.name });
  if (into !== undefined) query.set("into", into);
  if (startUtcMs !== undefined) query.set("startUtcMs", String(startUtcMs));
  return new Promise((resolve) => {
    const request = openUpload();
    request.open("POST", `/api/archive/import?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onSent(loaded / total);
    });
    request.addEventListener("load", () => resolve(outcomeOf(request.status, request.responseText)));
    request.addEventListener("error", () => resolve(noAnswer("the connection broke")));
    request.addEventListener("abort", () => resolve(noAnswer("stopped")));
    request.send(file);
  });
};
