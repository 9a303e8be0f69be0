import type { RequestOutcome } from "./requests.ts";
import { fileTooLarge, type OpenUpload, sendFile } from "./send-file.ts";

/** As much as a station takes: a one-degree GeoTIFF of 10 m, bytes. */
const mostBytes = 512 * 1024 * 1024;

/**
 * Hands a height model to the station, which checks it and uses it. Never throws.
 * @param onSent how much of it is on its way, 0 to 1
 */
export const loadTerrainFile = async (
  openUpload: OpenUpload,
  file: File,
  onSent: (fraction: number) => void,
): Promise<RequestOutcome> =>
  file.size > mostBytes
    ? fileTooLarge(`${file.size} bytes`)
    : sendFile(openUpload, `/api/terrain/files?${new URLSearchParams({ name: file.name })}`, file, onSent);
