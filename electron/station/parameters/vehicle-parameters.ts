import type { MessageFields } from "../../../shared/mavlink/messages.ts";
import {
  type Parameter,
  type ParameterEncoding,
  readParameter,
} from "../../../shared/protocols/parameters/parameter-value.ts";
import type { ParametersView } from "../../../shared/wire/operations.ts";

/** A value and when the vehicle told it, station clock. */
export interface HeardParameter extends Parameter {
  readonly atMs: number;
}

/** More than any firmware has; a bound against a sender that makes up names. */
const most = 5_000;
/** A fetch that brought nothing for so long is over, whatever became of it. */
const silentMs = 40_000;

export interface HeardValue {
  readonly fields: MessageFields["PARAM_VALUE"];
  readonly encoding: ParameterEncoding;
  /** The four bytes of the value as they came; absent: as far as the float has them. */
  readonly bits?: number;
}

/** What is known of one vehicle's parameters: every value that it tells, asked or not. */
export class VehicleParameters {
  readonly #values = new Map<string, HeardParameter>();
  #version = 0;
  #total: number | undefined;
  #fetching: { readonly received: number; readonly newsMs: number } | undefined;
  #isComplete = false;
  #isOld = false;

  get values(): ReadonlyMap<string, HeardParameter> {
    return this.#values;
  }

  get version(): number {
    return this.#version;
  }

  /** The vehicle started anew since they were all read: some may be others now. */
  get isOld(): boolean {
    return this.#isOld;
  }

  get state(): ParametersView["state"] {
    if (this.#fetching !== undefined) return "loading";
    if (this.#values.size === 0) return "none";
    return this.#isComplete ? "complete" : "partial";
  }

  get view(): ParametersView {
    return {
      state: this.state,
      received: this.#fetching?.received ?? this.#values.size,
      ...(this.#total === undefined ? {} : { total: this.#total }),
      version: this.#version,
      ...(this.#isOld ? { old: true } : {}),
    };
  }

  /** @returns whether anything changed that clients see */
  heard({ fields, encoding, bits }: HeardValue, nowMs: number): boolean {
    const parameter = readParameter(fields, encoding, bits);
    if (parameter === undefined) return false;
    const { name, value, type } = parameter;
    const before = this.#values.get(name);
    if (before === undefined && this.#values.size >= most) return false;
    this.#values.set(name, { ...parameter, atMs: nowMs });
    if (!this.#isComplete && fields.paramCount > 0) this.#total = fields.paramCount;
    const changed = before?.value !== value || before.type !== type;
    if (changed) this.#version += 1;
    return changed;
  }

  fetchBegan(nowMs: number): void {
    this.#fetching = { received: 0, newsMs: nowMs };
  }

  fetchWent(received: number, total: number | undefined, nowMs: number): void {
    if (this.#fetching === undefined) return;
    this.#fetching = { received, newsMs: nowMs };
    if (total !== undefined) this.#total = total;
  }

  /** All came: what else was known, it has no longer. */
  fetchCompleted(names: ReadonlySet<string>): void {
    for (const name of [...this.#values.keys()]) if (!names.has(name)) this.#values.delete(name);
    this.#total = names.size;
    this.#isComplete = true;
    this.#isOld = false;
    this.#version += 1;
  }

  /** It is over, well or not. What was complete before stays so. */
  fetchEnded(): void {
    this.#fetching = undefined;
  }

  /** @returns whether a fetch was given up */
  tick(nowMs: number): boolean {
    if (this.#fetching === undefined || nowMs - this.#fetching.newsMs < silentMs) return false;
    this.fetchEnded();
    return true;
  }

  rebooted(): void {
    this.fetchEnded();
    if (this.#values.size > 0) this.#isOld = true;
  }
}
