import { z } from "zod";
import type { VehicleId, VehicleKind } from "../../../shared/vehicle/vehicle-state.ts";
import type { ClockView, VehicleView } from "../../../shared/wire/state.ts";
import type { PublishedState } from "../published-state.ts";
import { type ChunkHead, type ChunkSeal, mostMs } from "./journal-line.ts";

type At<T> = readonly [positionMs: number, value: T];

/** What a chunk says of one vehicle. Of modes, arming and presence the first is what it was when the chunk began. */
export interface VehicleSummary {
  readonly name: string;
  readonly kind: VehicleKind;
  readonly colourIndex: number;
  readonly modes: readonly At<string>[];
  readonly armed: readonly At<boolean>[];
  /** Whether it was lost. */
  readonly lost: readonly At<boolean>[];
  /** The item of its mission that it had reached. */
  readonly reached: readonly At<number>[];
  /** Latitude and longitude in degrees where it was last. */
  readonly place?: readonly [latDeg: number, lonDeg: number];
  readonly texts: readonly { readonly positionMs: number; readonly severity: number; readonly text: string }[];
}

/** What a timeline shows of a chunk, so that it needn't be read for that. */
export interface ChunkSummary {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lines: number;
  readonly vehicles: Readonly<Record<VehicleId, VehicleSummary>>;
  /** Photos of the incident, and the things that they belong to. */
  readonly photos: readonly { readonly positionMs: number; readonly thing: string; readonly file: string }[];
  /** When anybody was armed or moved. */
  readonly busy: readonly (readonly [fromMs: number, toMs: number])[];
  /** When nothing was written though something should have been: the computer slept. */
  readonly holes: readonly (readonly [fromMs: number, toMs: number])[];
  /** UTC where it doesn't follow from the one before; the first is where the chunk began. */
  readonly clock: readonly { readonly positionMs: number; readonly utcMs: number; readonly rate: number }[];
}

/** A line of chunks.jsonl. */
export interface ChunkListing extends ChunkSeal {
  readonly chunk: number;
  readonly previous: string;
  readonly resumed?: true;
  /** Of the compressed file. */
  readonly bytes: number;
  readonly crc32: number;
  readonly summary: ChunkSummary;
}

/** Slower than this is the noise of a position that rests. */
const movingMps = 0.5;
/** Between two lines that belong together: one comes each second at least, real ms. */
const holeMs = 5_000;
/** UTC that is further than this from where the station's clock says is a clock that was set, ms. */
const clockStepMs = 1_000;

interface VehicleNotes {
  name: string;
  kind: VehicleKind;
  colourIndex: number;
  readonly modes: At<string>[];
  readonly armed: At<boolean>[];
  readonly lost: At<boolean>[];
  readonly reached: At<number>[];
  place?: readonly [number, number];
  readonly texts: { positionMs: number; severity: number; text: string }[];
  seen: VehicleView;
  textsToMs: number;
}

/** Notes what a timeline shows of a chunk while its lines are written or read. */
export class ChunkNotes {
  readonly #startMs: number;
  /** Texts up to here are told of by the chunks before, station ms. */
  readonly #saidMs: number;
  readonly #vehicles = new Map<VehicleId, VehicleNotes>();
  readonly #busy: [number, number][] = [];
  readonly #holes: [number, number][] = [];
  readonly #photos = new Map<string, { readonly positionMs: number; readonly thing: string; readonly file: string }>();
  #things: PublishedState["things"] | undefined;
  readonly #clock: { positionMs: number; utcMs: number; rate: number }[] = [];
  #fromMs: number | undefined;
  #toMs = 0;
  #lines = 0;
  #last: ClockView | undefined;
  #wasBusy = false;

  /** @param head of the chunk */
  constructor({ startMs, sinceMs }: Pick<ChunkHead, "startMs" | "sinceMs">) {
    this.#startMs = startMs;
    this.#saidMs = sinceMs === undefined ? Number.NEGATIVE_INFINITY : startMs + sinceMs;
  }

  note(state: PublishedState, clock: ClockView): void {
    const positionMs = clock.nowMs - this.#startMs;
    this.#fromMs ??= positionMs;
    this.#noteClock(positionMs, clock);
    let isBusy = false;
    for (const vehicle of state.vehicles.values()) {
      this.#noteVehicle(vehicle, positionMs);
      isBusy ||= vehicle.armed || (vehicle.velocity?.groundMps ?? 0) > movingMps;
    }
    if (state.things !== this.#things) this.#notePhotos(state.things, positionMs);
    this.#things = state.things;
    // From the line where it began to the line where it had ended.
    const last = this.#busy.at(-1);
    if (last !== undefined && this.#wasBusy) last[1] = positionMs;
    else if (isBusy) this.#busy.push([positionMs, positionMs]);
    this.#wasBusy = isBusy;
    this.#toMs = positionMs;
    this.#lines++;
    this.#last = clock;
  }

  summary(): ChunkSummary {
    const vehicles = [...this.#vehicles].map(([id, { seen: _, textsToMs: __, ...told }]) => [id, told] as const);
    return {
      fromMs: this.#fromMs ?? 0,
      toMs: this.#toMs,
      lines: this.#lines,
      vehicles: Object.fromEntries(vehicles),
      photos: [...this.#photos.values()],
      busy: this.#busy,
      holes: this.#holes,
      clock: this.#clock,
    };
  }

  #noteClock(positionMs: number, { utcMs, rate }: ClockView): void {
    const last = this.#last;
    const passedMs = positionMs - this.#toMs;
    const realMs = last === undefined ? 0 : last.rate > 0 ? passedMs / last.rate : passedMs;
    if (realMs > holeMs) this.#holes.push([this.#toMs, positionMs]);
    const isStep = last === undefined || Math.abs(utcMs - last.utcMs - passedMs) > clockStepMs || rate !== last.rate;
    if (isStep) this.#clock.push({ positionMs, utcMs, rate });
  }

  #notePhotos(things: PublishedState["things"], positionMs: number): void {
    for (const [thing, { fields }] of things) {
      const photos: unknown = "photos" in fields ? fields.photos : undefined;
      if (!Array.isArray(photos)) continue;
      for (const file of photos) {
        if (typeof file === "string" && !this.#photos.has(file)) this.#photos.set(file, { positionMs, thing, file });
      }
    }
  }

  #noteVehicle(vehicle: VehicleView, positionMs: number): void {
    const known = this.#vehicles.get(vehicle.id);
    if (known?.seen === vehicle) return;
    const { name, kind, colourIndex, position } = vehicle;
    const notes: VehicleNotes = known ?? {
      ...{ name, kind, colourIndex, seen: vehicle },
      ...{ modes: [], armed: [], lost: [], reached: [], texts: [] },
      textsToMs: this.#saidMs,
    };
    if (known === undefined) this.#vehicles.set(vehicle.id, notes);
    Object.assign(notes, { name, kind, colourIndex, seen: vehicle });
    if (position !== undefined) notes.place = [position.latDeg, position.lonDeg];
    if (vehicle.mode !== undefined) noteChange(notes.modes, positionMs, vehicle.mode.name);
    noteChange(notes.armed, positionMs, vehicle.armed);
    noteChange(notes.lost, positionMs, vehicle.presence.state === "lost");
    const reached = vehicle.mission?.reachedSeq;
    if (reached !== undefined) noteChange(notes.reached, positionMs, reached);
    for (const { atMs, severity, text } of vehicle.statusTexts) {
      if (atMs <= notes.textsToMs) continue;
      notes.texts.push({ positionMs: Math.max(0, atMs - this.#startMs), severity, text });
    }
    notes.textsToMs = Math.max(notes.textsToMs, vehicle.statusTexts.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY);
  }
}

const noteChange = <T>(changes: At<T>[], positionMs: number, value: T): void => {
  if (changes.at(-1)?.[1] !== value) changes.push([positionMs, value]);
};

const ms = z.number().min(-mostMs).max(mostMs);
const at = <T extends z.ZodType>(value: T) => z.tuple([ms, value]);
const spans = z.array(at(ms));

const SummarySchema = z.object({
  fromMs: ms,
  toMs: ms,
  lines: z.number(),
  vehicles: z.record(
    z.string(),
    z.object({
      name: z.string(),
      kind: z.string(),
      colourIndex: z.number(),
      modes: z.array(at(z.string())),
      armed: z.array(at(z.boolean())),
      lost: z.array(at(z.boolean())),
      reached: z.array(at(z.number())),
      place: z.tuple([z.number(), z.number()]).exactOptional(),
      texts: z.array(z.object({ positionMs: ms, severity: z.number(), text: z.string() })),
    }),
  ),
  photos: z.array(z.object({ positionMs: ms, thing: z.string(), file: z.string() })),
  busy: spans,
  holes: spans,
  clock: z.array(z.object({ positionMs: ms, utcMs: ms, rate: z.number() })),
});

/** What a file says may be anything. */
export const isSummary = (value: unknown): value is ChunkSummary => SummarySchema.safeParse(value).success;
