import { isRequestResult, type RequestOutcome } from "./requests.ts";

/** What of XMLHttpRequest is needed: fetch says nothing of how far it has sent. */
export type OpenUpload = () => XMLHttpRequest;

const noAnswer = (detail: string): RequestOutcome => ({ ok: false, fault: { code: "no-answer", detail } });

export const fileTooLarge = (detail: string): RequestOutcome => ({
  ok: false,
  fault: { code: "file-too-large", detail },
});

const outcomeOf = (status: number, text: string): RequestOutcome => {
  if (status === 401) return { ok: false, fault: { code: "unauthorised", detail: "HTTP 401" } };
  if (status === 413) return fileTooLarge("HTTP 413");
  try {
    const body: unknown = JSON.parse(text);
    return isRequestResult(body) ? body : noAnswer(`HTTP ${status}`);
  } catch {
    return noAnswer(`HTTP ${status}`);
  }
};

/**
 * Hands a file to the station as it is read from the disk, whatever its size. Never throws.
 * @param url of the station, with the file's name
 * @param onSent how much of it is on its way, 0 to 1
 */
export const sendFile = (
  openUpload: OpenUpload,
  url: string,
  file: File,
  onSent: (fraction: number) => void,
): Promise<RequestOutcome> =>
  new Promise((resolve) => {
    const request = openUpload();
    request.open("POST", url);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onSent(loaded / total);
    });
    request.addEventListener("load", () => resolve(outcomeOf(request.status, request.responseText)));
    request.addEventListener("error", () => resolve(noAnswer("the connection broke")));
    request.addEventListener("abort", () => resolve(noAnswer("stopped")));
    request.send(file);
  });
