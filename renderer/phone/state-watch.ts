import type { FieldState } from "../../shared/wire/field.ts";
import type { FieldClient, StationTime } from "./field-client.ts";
import type { PhoneStore } from "./phone-database.ts";

export interface StateWatchOptions {
  readonly client: Pick<FieldClient, "state">;
  readonly store: Pick<PhoneStore, "kept" | "keep">;
  readonly phoneMs: () => number;
  readonly after: (delayMs: number, run: () => void) => () => void;
  /** The page is in front. */
  readonly isVisible: () => boolean;
  readonly onChange: () => void;
}

/** What was shown last, kept for a page that is opened without network. */
interface KeptState {
  readonly state: FieldState;
  readonly version: string;
  readonly phoneMs: number;
  /** What the station's clock said then. */
  readonly time?: StationTime;
}

const visibleMs = 5_000;
const hiddenMs = 30_000;
const key = "state";

const isKept = (value: unknown): value is KeptState =>
  typeof value === "object" && value !== null && "state" in value && "version" in value && "phoneMs" in value;

/** Asks the station every few seconds what concerns this phone; says how old the answer is. */
export class StateWatch {
  readonly #options: StateWatchOptions;
  #kept: KeptState | undefined;
  #online = false;
  #ended = false;
  #busy = false;
  #cancel: () => void = () => {};

  constructor(options: StateWatchOptions) {
    this.#options = options;
  }

  get state(): FieldState | undefined {
    return this.#kept?.state;
  }

  /** When it was so last, by the phone's clock. */
  get phoneMs(): number | undefined {
    return this.#kept?.phoneMs;
  }

  /** The station's UTC now: a phone's clock may be wrong, and a scenario's faster than any phone's. */
  get stationUtcMs(): number {
    const phoneMs = this.#options.phoneMs();
    const { time, phoneMs: atMs = phoneMs } = this.#kept ?? {};
    return time === undefined ? phoneMs : time.utcMs + (phoneMs - atMs) * time.rate;
  }

  get online(): boolean {
    return this.#online;
  }

  get ended(): boolean {
    return this.#ended;
  }

  async open(): Promise<void> {
    const kept = await this.#options.store.kept(key);
    if (isKept(kept)) this.#kept = kept;
    this.#options.onChange();
    await this.ask();
  }

  /** Now, and from now on every few seconds. */
  async ask(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#cancel();
    const called = await this.#options.client.state(this.#kept?.version);
    this.#busy = false;
    const phoneMs = this.#options.phoneMs();
    this.#online = called.state === "ok" || called.state === "same" || called.state === "refused";
    this.#ended = called.state === "ended";
    const { time = this.#kept?.time } = called;
    const told = { phoneMs, ...(time === undefined ? {} : { time }) };
    if (called.state === "ok") this.#keep({ ...called.value, ...told });
    else if (called.state === "same" && this.#kept !== undefined) this.#keep({ ...this.#kept, ...told });
    this.#options.onChange();
    this.#cancel = this.#options.after(this.#options.isVisible() ? visibleMs : hiddenMs, () => void this.ask());
  }

  #keep(kept: KeptState): void {
    this.#kept = kept;
    void this.#options.store.keep(key, kept);
  }
}
