import type { LabelledExample } from "./labelled-example.ts";

/** What is known of a picture beside its pixels. */
export type ShotFacts = Omit<LabelledExample, "id" | "label" | "by" | "decidedUtcMs" | "model">;

/** A picture of a source that may become an example. */
export interface Shot {
  readonly png: Uint8Array;
  readonly facts: ShotFacts;
  readonly score: number;
}

/** Of so many sources, those seen last, and of each by so many vehicles. */
const mostSources = 200;
const mostVehicles = 3;
/** Another one must be so much better, so that pictures aren't made all the time. */
const better = 1.3;
/** At most so often of one source by one vehicle, real ms. */
const everyMs = 2_000;

interface Entry {
  readonly shots: Map<string, Shot>;
  readonly askedMs: Map<string, number>;
}

/** The best whole picture of each source by each vehicle, to be there when somebody decides; bounded. */
export class BestShots {
  readonly #entries = new Map<string, Entry>();

  of(heatId: string): readonly Shot[] {
    return [...(this.#entries.get(heatId)?.shots.values() ?? [])];
  }

  /** Whether a picture with this score is worth making. It is asked once; then it isn't for a while. */
  wants(heatId: string, vehicleId: string, score: number, nowMs: number): boolean {
    const entry = this.#entry(heatId);
    const askedMs = entry.askedMs.get(vehicleId) ?? Number.NEGATIVE_INFINITY;
    const known = entry.shots.get(vehicleId);
    if (nowMs - askedMs < everyMs || (known !== undefined && score < known.score * better)) return false;
    entry.askedMs.set(vehicleId, nowMs);
    return true;
  }

  add(heatId: string, shot: Shot): void {
    const { shots } = this.#entry(heatId);
    const known = shots.get(shot.facts.vehicleId);
    if (known !== undefined && known.score >= shot.score) return;
    shots.set(shot.facts.vehicleId, shot);
    if (shots.size <= mostVehicles) return;
    const [worst] = [...shots].reduce((a, b) => (b[1].score < a[1].score ? b : a));
    shots.delete(worst);
  }

  /** The picture that was asked for is none: the next one will do. */
  missed(heatId: string, vehicleId: string): void {
    this.#entries.get(heatId)?.askedMs.delete(vehicleId);
  }

  #entry(heatId: string): Entry {
    const entry = this.#entries.get(heatId) ?? { shots: new Map(), askedMs: new Map() };
    this.#entries.delete(heatId);
    this.#entries.set(heatId, entry);
    if (this.#entries.size > mostSources)
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    return entry;
  }
}
