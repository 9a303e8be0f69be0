import type { PersonDetector } from "../../../hardware/thermal/detector/person-detector.ts";
import type { FeedOptions } from "../../../hardware/thermal/feed.ts";

type Fault = NonNullable<PersonDetector["fault"]>;

export interface FeedDetectorOptions {
  readonly open: () => PersonDetector;
  readonly onFault: (fault: Fault | undefined) => void;
}

/** The one detector of a station, started with the first feed that wants it: a station without cameras pays nothing for it. */
export class FeedDetector {
  readonly #options: FeedDetectorOptions;
  #detector: PersonDetector | undefined;
  #stopListening = () => {};
  #closed = false;

  constructor(options: FeedDetectorOptions) {
    this.#options = options;
  }

  get fault(): Fault | undefined {
    return this.#detector?.fault;
  }

  /** A line for one feed, which owns it. */
  connect(): ReturnType<NonNullable<FeedOptions["connectDetector"]>> {
    if (this.#closed) return undefined;
    if (this.#detector === undefined) {
      this.#detector = this.#options.open();
      this.#stopListening = this.#detector.onFault((fault) => this.#options.onFault(fault));
    }
    return this.#detector.connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    await this.#detector?.close();
  }
}
