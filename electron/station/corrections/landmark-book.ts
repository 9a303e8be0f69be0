import { type Landmark, LandmarkSchema } from "../../../shared/wire/feeds.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import type { KeptThings } from "../kept-things.ts";
import { ReadThings } from "../read-things.ts";
import { refused } from "../request-desk.ts";

/** More are a mistake. */
const mostLandmarks = 500;

/** Places that are known better than a camera can know them; kept with the record. */
export class LandmarkBook {
  readonly #things: KeptThings;
  readonly #landmarks: ReadThings<Landmark>;

  constructor(things: KeptThings) {
    this.#things = things;
    this.#landmarks = new ReadThings(things, "landmark", (thing) => LandmarkSchema.safeParse(thing).data);
  }

  /** The same map until one changed. */
  get views(): ReadonlyMap<string, Landmark> {
    return this.#landmarks.all;
  }

  put(landmark: Landmark): RequestResult {
    if (!this.views.has(landmark.id) && this.views.size >= mostLandmarks)
      return refused("not-possible", `There are ${mostLandmarks} known places already. Delete some first.`);
    if (landmark.kind === "team" && landmark.atUtcMs === undefined)
      return refused("bad-request", "A team is somewhere at a time: give atUtcMs.");
    const kept = this.#things.keep("landmark", landmark.id, landmark);
    return kept.ok ? { ok: true } : refused("recording-failed", `It could not be recorded. ${kept.detail}`);
  }

  delete(id: string): RequestResult {
    if (!this.views.has(id)) return refused("unknown-landmark", `There is no known place "${id}". Reload the list.`);
    const kept = this.#things.forget("landmark", id);
    return kept.ok ? { ok: true } : refused("recording-failed", `It could not be recorded. ${kept.detail}`);
  }
}
