import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { MissionFeed } from "../../../shared/wire/archive.ts";
import type { FramedPiece } from "./framed-pieces.ts";
import { type KeptFeed, KeptFeedSchema } from "./kept-feed.ts";
import { isText, isWhole, type PieceEntry } from "./piece-log/piece-entry.ts";
import { PieceReader, type Segment } from "./piece-log/piece-reader.ts";

/** A longer answer would be nobody's: its asker takes a few seconds at a time. */
const mostBytes = 64 << 20;
/** A stream's times may step back by so much where its latency was set anew, ms. */
const outOfOrderMs = 2_000;

/** Boxes of a picture that was searched so long before may still be those to show, ms. */
const boxesBeforeMs = 2_000;

interface Chosen {
  readonly segment: Segment;
  readonly entry: PieceEntry;
}

interface Asked {
  readonly fromMs: number;
  readonly toMs: number;
  /** Whole pictures alone, so far apart. */
  readonly everyMs: number | undefined;
}

/** The pictures of one feed of a session, as they were written down. */
export class RecordedFeed {
  readonly #kept: KeptFeed;
  readonly #pieces: PieceReader;
  #span: { readonly fromMs: number; readonly toMs: number } | undefined;

  private constructor(kept: KeptFeed, pieces: PieceReader) {
    this.#kept = kept;
    this.#pieces = pieces;
  }

  /** @returns undefined for what is no feed's folder */
  static async open(folder: string): Promise<RecordedFeed | undefined> {
    try {
      const kept = KeptFeedSchema.parse(JSON.parse(await readFile(join(folder, "feed.json"), "utf8")));
      const feed = new RecordedFeed(kept, new PieceReader(folder));
      await feed.refresh();
      return feed;
    } catch {
      return undefined;
    }
  }

  get id(): string {
    return this.#kept.id;
  }

  /** Undefined while there is no picture of it. */
  get view(): MissionFeed | undefined {
    return this.#span === undefined ? undefined : viewOf(this.#kept, this.#span);
  }

  async refresh(): Promise<void> {
    await this.#pieces.refresh();
    const { segments } = this.#pieces;
    const [first] = segments;
    if (first === undefined) return;
    let toMs = first.fromMs;
    for (const segment of segments.toReversed()) {
      const last = (await this.#pieces.entries(segment)).findLast(({ kind }) => !isText(kind));
      if (last === undefined) continue;
      toMs = last.positionMs;
      break;
    }
    this.#span = { fromMs: first.fromMs, toMs };
  }

  async pieces(fromMs: number, toMs: number, everyMs: number | undefined): Promise<readonly FramedPiece[]> {
    await this.#pieces.refresh();
    const chosen = await this.#choose({ fromMs, toMs, everyMs });
    const framed: FramedPiece[] = [];
    for (let i = 0; i < chosen.length; ) {
      const segment = chosen[i]?.segment;
      const until = chosen.findIndex((one, at) => at > i && one.segment !== segment);
      const own = chosen.slice(i, until < 0 ? undefined : until).map(({ entry }) => entry);
      const data = segment === undefined ? [] : await this.#pieces.read(segment, own);
      for (const [at, piece] of data.entries())
        if (piece !== undefined) framed.push({ isText: isText(own[at]?.kind ?? "jpeg"), data: piece });
      i += own.length;
    }
    return framed;
  }

  async #choose(asked: Asked): Promise<readonly Chosen[]> {
    const { segments } = this.#pieces;
    const begin = await this.#begin(asked);
    if (begin === undefined) return [];
    const choice = new Choice(asked);
    for (let i = begin.segment; i < segments.length; i += 1) {
      const segment = segments[i];
      if (segment === undefined) break;
      const entries = await this.#pieces.entries(segment);
      for (const [at, entry] of entries.entries())
        if (choice.take({ segment, entry }, i === begin.segment && at < begin.entry) === "enough") return choice.chosen;
    }
    return choice.chosen;
  }

  /** Where the last whole picture at or before an instant is, or else the first after it. */
  async #begin({ fromMs, toMs }: Asked): Promise<{ readonly segment: number; readonly entry: number } | undefined> {
    const { segments } = this.#pieces;
    const last = Math.max(
      0,
      segments.findLastIndex((segment) => segment.fromMs <= fromMs),
    );
    for (let i = last; i >= 0; i -= 1) {
      const entries = segments[i] === undefined ? [] : await this.#pieces.entries(segments[i] as Segment);
      const entry = entries.findLastIndex(({ kind, positionMs }) => isWhole(kind) && positionMs <= fromMs);
      if (entry >= 0) return { segment: i, entry };
    }
    for (let i = last; i < segments.length && (segments[i]?.fromMs ?? 0) <= toMs; i += 1) {
      const entries = await this.#pieces.entries(segments[i] as Segment);
      const entry = entries.findIndex(({ kind, positionMs }) => isWhole(kind) && positionMs <= toMs);
      if (entry >= 0) return { segment: i, entry };
    }
    return undefined;
  }
}

const viewOf = (
  { id, name, vehicleId }: KeptFeed,
  span: { readonly fromMs: number; readonly toMs: number },
): MissionFeed => ({
  ...{ id, name, ...span },
  ...(vehicleId === undefined ? {} : { vehicleId: vehicleId as VehicleId }),
});

/** What of the pieces in their order is asked for. A config is handed out before the first picture that it speaks of. */
class Choice {
  readonly chosen: Chosen[] = [];
  readonly #asked: Asked;
  #config: Chosen | undefined;
  #isToldConfig = true;
  #bytes = 0;
  #dueMs = Number.NEGATIVE_INFINITY;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** @param isBefore it comes before the first picture that is asked for */
  take(one: Chosen, isBefore: boolean): "enough" | undefined {
    const { kind, positionMs, length } = one.entry;
    const { fromMs, toMs, everyMs } = this.#asked;
    if (kind === "config") {
      this.#config = one;
      this.#isToldConfig = false;
      return undefined;
    }
    if (kind === "boxes") {
      if (everyMs === undefined && positionMs <= toMs && (!isBefore || positionMs > fromMs - boxesBeforeMs))
        this.chosen.push(one);
      return undefined;
    }
    if (isBefore) return undefined;
    if (positionMs > toMs + outOfOrderMs) return "enough";
    if (positionMs > toMs || (everyMs !== undefined && !(isWhole(kind) && positionMs >= this.#dueMs))) return undefined;
    this.#bytes += length;
    if (this.#bytes > mostBytes) return "enough";
    this.#dueMs = positionMs + (everyMs ?? 0);
    if (!this.#isToldConfig && this.#config !== undefined) this.chosen.push(this.#config);
    this.#isToldConfig = true;
    this.chosen.push(one);
    return undefined;
  }
}
