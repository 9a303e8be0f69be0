import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { AlertBook } from "../alert-book.ts";
import type { MarkedPicture } from "../feeds/feed-marks.ts";
import type { DecidedFrame } from "../feeds/sighting-flow.ts";
import type { StationClock } from "../station-clock.ts";
import { BestShots, type Shot } from "./best-shots.ts";
import { ExampleStore } from "./example-store.ts";
import type { LabelledExample } from "./labelled-example.ts";
import { cropShot, markShot, takeShot } from "./make-shots.ts";

export interface ExampleDeskOptions {
  readonly clock: StationClock;
  readonly alerts: AlertBook;
  /** Undefined: nothing is kept. */
  readonly folder: string | undefined;
  /** Names the detector's model. */
  readonly model: () => string;
  /** The best crop by one vehicle, where no whole picture is left. */
  readonly crop: (heatId: string, vehicleId: string) => Uint8Array | undefined;
  readonly mostExamples?: number;
  readonly mostBytes?: number;
}

const mostExamples = 2_000;
const mostBytes = 1024 ** 3;

/**
 * Keeps an example of everything that a person decides: confirmed, dismissed, missed. A decision never waits for it nor fails
 * with it; what could not be kept is told.
 */
export class ExampleDesk {
  readonly #options: ExampleDeskOptions;
  readonly #store: ExampleStore | undefined;
  readonly #shots = new BestShots();
  #made = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: ExampleDeskOptions) {
    this.#options = options;
    const { folder } = options;
    const limits = { mostExamples: options.mostExamples ?? mostExamples, mostBytes: options.mostBytes ?? mostBytes };
    this.#store = folder === undefined ? undefined : new ExampleStore({ folder, ...limits });
  }

  get store(): ExampleStore | undefined {
    return this.#store;
  }

  /** Of frames in which sources were seen the best are kept, so that there is a picture when somebody decides. */
  onDecidedFrame(decided: DecidedFrame): void {
    if (this.#store === undefined) return;
    for (const { spotIndex, heatId } of decided.seen)
      void takeShot({ decided, spotIndex, heatId, shots: this.#shots, clock: this.#options.clock });
  }

  onDecision(source: HeatSource, by: string): void {
    const { decision } = source;
    if (decision.state === "new") return void this.#settled(source, (known) => this.#takeBack(known));
    const label = decision.state === "confirmed" ? "person" : "not-person";
    void this.#settled(source, async (known) => {
      if (known.length > 0) {
        // A missed person who is dismissed was none; one who is confirmed was missed all the same.
        for (const example of known)
          await this.#store?.relabel({
            ...example,
            label: example.label === "missed" && label === "person" ? "missed" : label,
            by,
            decidedUtcMs: decision.utcMs,
          });
        return;
      }
      for (const shot of this.#shotsOf(source)) await this.#put(source, shot, label, by);
    });
  }

  onMissed(marked: MarkedPicture, source: HeatSource | undefined): void {
    void this.#guarded(() => this.#put(source, markShot(marked, this.#options.clock), "missed", marked.by));
  }

  /** What was decided until now is kept first. */
  async close(): Promise<void> {
    await this.#turn;
    await this.#store?.close();
  }

  #shotsOf(source: HeatSource): readonly Shot[] {
    const shots = this.#shots.of(source.id);
    if (shots.length > 0) return shots;
    return source.vehicleIds.flatMap((vehicleId) => {
      const png = this.#options.crop(source.id, vehicleId);
      return png === undefined ? [] : [cropShot(source, vehicleId, png)];
    });
  }

  async #put(
    source: HeatSource | undefined,
    { png, facts }: Shot,
    label: LabelledExample["label"],
    by: string,
  ): Promise<void> {
    const { clock, model } = this.#options;
    const decidedUtcMs = clock.utcMs();
    this.#made += 1;
    // Sources of one record are told apart by when they were first seen: numbers begin anew with each session.
    const name = source === undefined ? `mark-${this.#made}` : nameOf(source);
    const id = `${name}-${Math.round(decidedUtcMs).toString(36)}-${this.#made}`;
    const gone = await this.#store?.put({ ...facts, id, label, by, decidedUtcMs, model: model() }, png);
    if (gone) this.#tell("examples-full", "info", `${gone}`);
  }

  async #takeBack(known: readonly LabelledExample[]): Promise<void> {
    for (const { id } of known) await this.#store?.remove(id);
  }

  #settled(source: HeatSource, work: (known: readonly LabelledExample[]) => Promise<void>): Promise<void> {
    return this.#guarded(async () => {
      const all = (await this.#store?.list()) ?? [];
      await work(all.filter(({ id }) => id.startsWith(`${nameOf(source)}-`)));
    });
  }

  /** One after the other: a decision that is taken back at once must find what it began. */
  #guarded(work: () => Promise<void>): Promise<void> {
    if (this.#store === undefined) return Promise.resolve();
    this.#turn = this.#turn.then(work).catch((error) => {
      this.#tell("example-lost", "warning", error instanceof Error ? error.message : String(error));
    });
    return this.#turn;
  }

  #tell(code: "examples-full" | "example-lost", severity: "info" | "warning", detail: string): void {
    this.#options.alerts.report({ code, severity, params: { detail }, lasting: false });
  }
}

const nameOf = (source: HeatSource): string => `${source.id}-${Math.round(source.firstSeenUtcMs).toString(36)}`;
