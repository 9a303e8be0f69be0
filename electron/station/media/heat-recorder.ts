import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { HeatDesk } from "../heat-desk.ts";
import { encodeHeatPicture, type HeatPicture, heatTag } from "./heat-piece.ts";
import { PieceWriter, type PieceWriterOptions } from "./piece-log/piece-writer.ts";

export interface HeatRecorderOptions extends Omit<PieceWriterOptions, "fileBytes"> {
  readonly heat: Pick<HeatDesk, "sources" | "thumbnail" | "crop">;
  /** On the mission's clock, ms. */
  readonly position: () => number;
}

const fileBytes = 16 << 20;

/** Keeps each version of the pictures of heat sources: the record has the newest alone. */
export class HeatRecorder {
  readonly #options: HeatRecorderOptions;
  readonly #writer: PieceWriter;
  /** The version that was kept last, by source, and by source and vehicle. */
  readonly #kept = new Map<string, number>();
  #sources: ReadonlyMap<string, HeatSource> | undefined;

  constructor(options: HeatRecorderOptions) {
    this.#options = options;
    this.#writer = new PieceWriter({ ...options, fileBytes });
  }

  /** To be called before clients are told, so that nothing is shown that isn't kept. */
  look(): void {
    const { heat } = this.#options;
    if (heat.sources === this.#sources) return;
    this.#sources = heat.sources;
    for (const { id, thumbnailVersion, crops = [] } of heat.sources.values()) {
      this.#keep({ heatId: id, version: thumbnailVersion }, () => heat.thumbnail(id));
      for (const { vehicleId, version } of crops)
        this.#keep({ heatId: id, vehicleId, version }, () => heat.crop(id, vehicleId));
    }
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  /** After a failure: what is shown now is kept anew. */
  retry(): void {
    this.#kept.clear();
    this.#sources = undefined;
    this.#writer.retry();
  }

  close(): Promise<void> {
    return this.#writer.close();
  }

  #keep(whose: Omit<HeatPicture, "png">, picture: () => Uint8Array | undefined): void {
    const { heatId, vehicleId, version } = whose;
    const key = vehicleId === undefined ? heatId : `${heatId}/${vehicleId}`;
    if (this.#kept.get(key) === version) return;
    const png = picture();
    if (png === undefined) return;
    const kept = this.#writer.add({
      positionMs: this.#options.position(),
      kind: vehicleId === undefined ? "thumbnail" : "crop",
      tag: heatTag(heatId, vehicleId),
      data: encodeHeatPicture({ ...whose, png }),
    });
    if (kept) this.#kept.set(key, version);
  }
}
