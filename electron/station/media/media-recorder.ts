import type { AlertBook } from "../alert-book.ts";
import type { StorageSpace } from "../record/record.ts";
import { HeatRecorder, type HeatRecorderOptions } from "./heat-recorder.ts";
import type { EncodedVersion } from "./map-versions/map-version-encoder.ts";
import { MediaBudget } from "./media-budget.ts";
import { heatFolder, mapFolder, mediaFolder, mediaRoot } from "./media-folders.ts";
import { PictureRecorder, type PictureRecorderOptions } from "./picture-recorder.ts";
import { type OpenPieceFile, openPieceFile, PieceWriter } from "./piece-log/piece-writer.ts";

export interface MediaRecorderOptions
  extends Pick<PictureRecorderOptions, "feeds" | "views">,
    Pick<HeatRecorderOptions, "heat"> {
  readonly recordFolder: string;
  readonly sessionId: string;
  readonly alerts: Pick<AlertBook, "report" | "settle">;
  /** Where a time of the station's clock lies in the mission, ms. */
  readonly positionOf: (stationMs: number) => number;
  /** Station clock, ms. */
  readonly nowMs: () => number;
  /** Of the disk that the record lies on. */
  readonly storage: () => Promise<StorageSpace | undefined>;
  readonly openFile?: OpenPieceFile;
  /** Of feeds that come as JPEG. */
  readonly jpegsPerS?: number;
  readonly mostBytes?: number;
}

/** So many show where everything was; each costs a camera's worker some 3 ms. */
const usualJpegsPerS = 2;
/** Some days of one stream. */
const usualMostBytes = 20e9;
const fileBytes = 16 << 20;
/** Of this process, ms. */
const flushEveryMs = 250;
const lookEveryMs = 1_000;
const checkEveryMs = 30_000;

/** Records what a session shows beside its state: pictures of feeds, versions of the map, thumbnails. */
export class MediaRecorder {
  readonly #options: MediaRecorderOptions;
  readonly #budget: MediaBudget;
  readonly #pictures: PictureRecorder;
  readonly #heat: HeatRecorder;
  readonly #map: PieceWriter;
  #failed = false;
  #flushedMs = Number.NEGATIVE_INFINITY;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #checkedMs = Number.NEGATIVE_INFINITY;
  #checking: Promise<void> | undefined;
  #closed = false;

  constructor(options: MediaRecorderOptions) {
    this.#options = options;
    const { recordFolder, sessionId, openFile = openPieceFile, positionOf, storage, feeds, views, heat } = options;
    const folder = mediaFolder(recordFolder, sessionId);
    const { mostBytes = usualMostBytes, jpegsPerS = usualJpegsPerS } = options;
    this.#budget = new MediaBudget({ root: mediaRoot(recordFolder), sessionId, storage, mostBytes });
    const writing = {
      openFile,
      onWritten: (bytes: number) => this.#budget.wrote(bytes),
      onFailed: () => this.#fail(),
    };
    this.#pictures = new PictureRecorder({ ...writing, folder, feeds, views, positionOf, jpegsPerS });
    const position = () => positionOf(options.nowMs());
    this.#heat = new HeatRecorder({ ...writing, folder: heatFolder(folder), heat, position });
    this.#map = new PieceWriter({ ...writing, folder: mapFolder(folder), fileBytes });
  }

  /** To be called before clients are told what is new. */
  tick(): void {
    const nowMs = performance.now();
    this.#heat.look();
    if (nowMs - this.#checkedMs >= checkEveryMs) {
      this.#checkedMs = nowMs;
      this.#checking ??= this.#check().finally(() => {
        this.#checking = undefined;
      });
    }
    if (nowMs - this.#lookedMs >= lookEveryMs) {
      this.#lookedMs = nowMs;
      this.#pictures.look();
    }
    if (nowMs - this.#flushedMs < flushEveryMs) return;
    this.#flushedMs = nowMs;
    void this.#flush();
  }

  /** A version of the probability map; its bytes are handed over. */
  mapVersion({ version, whole, data }: EncodedVersion): void {
    const positionMs = this.#options.positionOf(this.#options.nowMs());
    this.#map.add({ positionMs, kind: whole ? "key" : "delta", tag: version, data });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#checking;
    await Promise.all([this.#pictures.close(), this.#heat.close(), this.#map.close()]);
  }

  async #flush(): Promise<void> {
    await Promise.all([this.#pictures.flush(), this.#heat.flush(), this.#map.flush()]);
  }

  async #check(): Promise<void> {
    const { room, freeBytes } = await this.#budget.check();
    if (this.#closed) return;
    if (!room) return this.#stop(freeBytes);
    this.#options.alerts.settle({ code: "pictures-not-recorded" });
    this.#pictures.resume();
    if (!this.#failed) return;
    this.#failed = false;
    this.#heat.retry();
    this.#map.retry();
  }

  /** The disk refused something; it is tried again with the next look at it. */
  #fail(): void {
    this.#failed = true;
    void this.#options.storage().then((space) => this.#stop(space?.freeBytes));
  }

  #stop(freeBytes = 0): void {
    this.#pictures.pause();
    const params = { free: `${Math.round(freeBytes / 1024 ** 2)} MB`, folder: this.#options.recordFolder };
    this.#options.alerts.report({ code: "pictures-not-recorded", severity: "warning", params, lasting: true });
  }
}
