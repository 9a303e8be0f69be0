import type { JobStatus } from "../../../shared/protocols/job.ts";
import type { OperationView } from "../../../shared/wire/operations.ts";
import type { StationClock } from "../station-clock.ts";
import type { OperationOrder } from "./operation-order.ts";

type Running = JobStatus & { readonly state: "running" };

const endedStaysMs = 60_000;
/** Every client holds all of them: a program that asks hundreds of times a second must not fill their memory. */
const mostEnded = 500;
const progressEveryMs = 100;

/** Operations as clients see them: progress at most ten times a second, ended ones for a minute. */
export class OperationViews {
  readonly #clock: StationClock;
  readonly #entries = new Map<string, OperationView>();
  readonly #shownMs = new Map<string, number>();
  readonly #untold = new Map<string, Running>();
  #ended = 0;
  #views: ReadonlyMap<string, OperationView> | undefined;

  constructor(clock: StationClock) {
    this.#clock = clock;
  }

  /** What was published must not change in place. */
  get views(): ReadonlyMap<string, OperationView> {
    this.#views ??= new Map(this.#entries);
    return this.#views;
  }

  get(id: string): OperationView | undefined {
    return this.#entries.get(id);
  }

  begin(id: string, { vehicleId, kind, by, planId }: OperationOrder): OperationView {
    return this.#set({
      id,
      vehicleId,
      kind,
      by,
      state: "waiting",
      startedMs: this.#clock.nowMs(),
      ...(planId === undefined ? {} : { planId }),
    });
  }

  running(id: string, status: Running): void {
    const view = this.#entries.get(id);
    if (view === undefined) return;
    const nowMs = this.#clock.nowMs();
    const isSoon = nowMs - (this.#shownMs.get(id) ?? Number.NEGATIVE_INFINITY) < progressEveryMs;
    if (view.state === "running" && view.step === status.step && isSoon) {
      this.#untold.set(id, status);
      return;
    }
    this.#show(view, status, nowMs);
  }

  end(id: string, status: JobStatus): OperationView {
    const view = this.#entries.get(id);
    if (view === undefined || status.state === "running")
      throw new Error(`Ended ${id}, ${status.state}, twice or not.`);
    this.#forget(id);
    const { step: _step, ...rest } = view;
    const fault = status.state === "failed" ? { fault: status.fault } : {};
    const ended = this.#set({ ...rest, state: status.state, ...fault, endedMs: this.#clock.nowMs() });
    this.#ended += 1;
    if (this.#ended > mostEnded) this.#dropOldest();
    return ended;
  }

  /** Some 20 times a second. */
  tick(): void {
    const nowMs = this.#clock.nowMs();
    for (const [id, status] of this.#untold) {
      const view = this.#entries.get(id);
      if (view !== undefined && nowMs - (this.#shownMs.get(id) ?? 0) >= progressEveryMs)
        this.#show(view, status, nowMs);
    }
    for (const { id, endedMs } of this.#entries.values()) {
      if (endedMs === undefined || nowMs - endedMs < endedStaysMs) continue;
      this.#drop(id);
    }
  }

  #dropOldest(): void {
    for (const { id, endedMs } of this.#entries.values()) {
      if (endedMs === undefined) continue;
      this.#drop(id);
      return;
    }
  }

  #drop(id: string): void {
    this.#ended -= 1;
    this.#entries.delete(id);
    this.#views = undefined;
  }

  #show(view: OperationView, { progress, step }: Running, nowMs: number): void {
    this.#untold.delete(view.id);
    const known = progress === undefined || !Number.isFinite(progress) ? undefined : progress;
    const same = view.state === "running" && view.step === step && view.progress === known;
    if (same) return;
    this.#shownMs.set(view.id, nowMs);
    const { progress: _progress, step: _step, ...rest } = view;
    this.#set({
      ...rest,
      state: "running",
      ...(known === undefined ? {} : { progress: known }),
      ...(step === undefined ? {} : { step }),
    });
  }

  #forget(id: string): void {
    this.#untold.delete(id);
    this.#shownMs.delete(id);
  }

  #set(view: OperationView): OperationView {
    this.#entries.set(view.id, view);
    this.#views = undefined;
    return view;
  }
}
