import { randomBytes } from "node:crypto";
import type { FileAnswer } from "../../../shared/wire/field.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import { type IncidentFile, type IncidentRecord, noIncident } from "../record/incident-record.ts";
import { refused } from "../request-desk.ts";
import { readPhoto } from "./photo.ts";

export interface FileDeskOptions {
  /** Undefined without a record. */
  readonly archive: () => Pick<IncidentRecord, "file" | "keepFile"> | undefined;
  /** Of the incident that is shown; undefined while a first report is still being written. */
  readonly incidentId: () => string | undefined;
}

/** One that somebody sends. */
export interface SentPhoto {
  /** The phone gave it, so that a clue can name its photo before that is there; a new one if absent. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Pictures that wait for their turn hold memory. */
const mostWaiting = 6;

/** Of a photo's preview. */
export const previewId = (id: string): string => `${id}.preview`;

/** Photos of an incident: what was sent, as it was, and a preview that a field's network can carry. */
export class FileDesk {
  readonly #options: FileDeskOptions;
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: FileDeskOptions) {
    this.#options = options;
  }

  async keep(photo: SentPhoto): Promise<FileAnswer | (RequestResult & { readonly ok: false })> {
    if (this.#waiting >= mostWaiting)
      return refused("not-possible", "Other pictures are being read just now. Send it again in a few seconds.");
    this.#waiting += 1;
    // One after the other: a picture unpacked takes some hundred times its file's room.
    const kept = this.#turn.then(() => this.#keep(photo));
    this.#turn = kept.catch(() => undefined);
    return kept.finally(() => {
      this.#waiting -= 1;
    });
  }

  file(id: string): IncidentFile | undefined {
    return this.#options.archive()?.file(id);
  }

  /** Smaller, upright, without the camera's notes. */
  preview(id: string): IncidentFile | undefined {
    return this.file(previewId(id)) ?? this.file(id);
  }

  async #keep({ id = randomBytes(12).toString("base64url"), name, bytes }: SentPhoto) {
    const archive = this.#options.archive();
    if (archive === undefined) return refused("not-possible", "This station keeps no record: it plays a log.");
    const photo = await readPhoto(bytes);
    if (!photo.ok) return refused(photo.code, photo.detail);
    const { type, widthPx, heightPx, preview } = photo;
    // As it is now: the incident may have been opened while the picture was read.
    const incidentId = this.#options.incidentId() ?? noIncident;
    const answer: FileAnswer = { ok: true, fileId: id, bytes: bytes.length, widthPx, heightPx };
    const before = archive.file(id);
    if (before !== undefined)
      return Buffer.from(before.bytes).equals(bytes)
        ? answer
        : refused("changed-meanwhile", "Another file has this id.");
    // The preview first: where the file is, its preview is.
    for (const file of [
      { id: previewId(id), incidentId, name, type: "image/jpeg", bytes: preview },
      { id, incidentId, name, type, bytes },
    ]) {
      const kept = archive.keepFile(file);
      if (!kept.ok) return refused("recording-failed", `The picture could not be kept. ${kept.fault.detail}`);
    }
    return answer;
  }
}
