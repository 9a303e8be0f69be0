export type UploadOutcome =
  | { readonly ok: true; readonly fileId: string }
  | { readonly ok: false; readonly code: "too-large" | "refused" | "no-answer"; readonly detail: string };

/** As the station has it: it refuses as well, but only after much of it was sent. */
const mostBytes = 15_000_000;

const fileIdOf = (text: string): string | undefined => {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return undefined;
    const { fileId, id } = body as Readonly<Record<string, unknown>>;
    const found = fileId ?? id;
    return typeof found === "string" && found !== "" ? found : undefined;
  } catch {
    return undefined;
  }
};

/** Hands a photo to the station. @param onSent the fraction that has gone so far */
export const uploadFile = (file: File, onSent: (fraction: number) => void): Promise<UploadOutcome> =>
  new Promise((resolve) => {
    if (file.size > mostBytes) {
      resolve({ ok: false, code: "too-large", detail: `${file.size} bytes` });
      return;
    }
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const fileId = request.status < 300 ? fileIdOf(request.responseText) : undefined;
      if (fileId !== undefined) resolve({ ok: true, fileId });
      else
        resolve({
          ok: false,
          code: request.status === 413 ? "too-large" : "refused",
          detail: `HTTP ${request.status} ${request.responseText.slice(0, 200)}`,
        });
    };
    request.onerror = () => resolve({ ok: false, code: "no-answer", detail: "" });
    request.open("POST", `/api/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", file.type === "" ? "application/octet-stream" : file.type);
    request.send(file);
  });
