import type { RequestOutcome } from "./requests.ts";

/** What of XMLHttpRequest is needed: fetch says nothing of how far it has sent. */
export type OpenUpload = () => XMLHttpRequest;

/** As much as a station takes: a one-degree GeoTIFF of 10 m, bytes. */
const mostBytes = 512 * 1024 * 1024;

const isOutcome = (value: unknown): value is RequestOutcome =>
  typeof value === "object" && value !== null && "ok" in value && typeof value.ok === "boolean";

const noAnswer = (detail: string): RequestOutcome => ({ ok: false, fault: { code: "no-answer", detail } });
const tooLarge = (detail: string): RequestOutcome => ({ ok: false, fault: { code: "file-too-large", detail } });

const outcomeOf = (status: number, text: string): RequestOutcome => {
  if (status === 401) return { ok: false, fault: { code: "unauthorised", detail: "HTTP 401" } };
  if (status === 413) return tooLarge("HTTP 413");
  try {
    const body: unknown = JSON.parse(text);
    return isOutcome(body) ? body : noAnswer(`HTTP ${status}`);
  } catch {
    return noAnswer(`HTTP ${status}`);
  }
};

/**
 * Hands a height model to the station, which checks it and uses it. Never throws.
 * @param onSent how much of it is on its way, 0 to 1
 */
export const loadTerrainFile = (
  openUpload: OpenUpload,
  file: File,
  onSent: (fraction: number) => void,
): Promise<RequestOutcome> => {
  if (file.size > mostBytes) return Promise.resolve(tooLarge(`${file.size} bytes`));
  return new Promise((resolve) => {
    const request = openUpload();
    request.open("POST", `/api/terrain/files?${new URLSearchParams({ name: file.name })}`);
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
