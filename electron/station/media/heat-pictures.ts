import { decodeHeatPicture, type HeatPicture, heatTag } from "./heat-piece.ts";
import { PieceReader } from "./piece-log/piece-reader.ts";

/** Reads the pictures of heat sources as they were. */
export class HeatPictures {
  readonly #pieces: PieceReader;

  constructor(folder: string) {
    this.#pieces = new PieceReader(folder);
  }

  /**
   * @param vehicleId absent: the best of all vehicles
   * @param version absent: the newest; of one that wasn't kept the newest before it, else the oldest
   */
  async find(
    heatId: string,
    vehicleId: string | undefined,
    version: number | undefined,
  ): Promise<Uint8Array | undefined> {
    await this.#pieces.refresh();
    const tag = heatTag(heatId, vehicleId);
    const kind = vehicleId === undefined ? "thumbnail" : "crop";
    let oldest: HeatPicture | undefined;
    for (const segment of this.#pieces.segments.toReversed()) {
      const entries = await this.#pieces.entries(segment);
      for (const entry of entries.filter((one) => one.tag === tag && one.kind === kind).toReversed()) {
        const [bytes] = await this.#pieces.read(segment, [entry]);
        const picture = bytes === undefined ? undefined : decodeHeatPicture(bytes);
        if (picture?.heatId !== heatId || picture.vehicleId !== vehicleId) continue;
        if (version === undefined || picture.version <= version) return picture.png;
        oldest = picture;
      }
    }
    return oldest?.png;
  }
}
