import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { shippedLostPersonTable } from "../../../shared/search/lost-person/shipped-table.ts";
import { answerAsk } from "./answer-ask.ts";
import { DatasetShelf } from "./dataset-shelf.ts";
import { looksFromBytes } from "./look-bytes.ts";
import { MapReport } from "./map-report.ts";
import type { SearchAsk } from "./search-asks.ts";
import { SearchEngine } from "./search-engine.ts";
import type { FromSearchWorker, SearchWorkerData, ToSearchWorker } from "./search-messages.ts";
import { TravelBook } from "./travel-book.ts";
import { VersionKeeper } from "./version-keeper.ts";

/** Searching is told of every so often while there is any, ms. */
const reportMs = 2_000;
/** Pictures change with every second report: each costs every screen its tiles. */
const reportsPerVersion = 2;

/** The search's own thread: keeps the map while the station's thread flies vehicles. */
class SearchServer {
  readonly #port: MessagePort;
  readonly #engine = new SearchEngine(shippedLostPersonTable());
  readonly #report: MapReport;
  readonly #travel = new TravelBook();
  readonly #datasets = new DatasetShelf();
  #shownN = 0;
  /** Looks from before are still coming. */
  #restoring = false;
  /** Since the last report, and since pictures changed last. */
  #looked = false;
  #lookedSinceTiles = false;
  #reports = 0;
  readonly #versions: VersionKeeper | undefined;

  constructor(port: MessagePort, { firstVersion, keepsVersions }: SearchWorkerData) {
    this.#port = port;
    this.#report = new MapReport(this.#engine, firstVersion);
    this.#versions = keepsVersions
      ? new VersionKeeper(this.#engine, this.#report, (version) =>
          port.postMessage({ kind: "version", version } satisfies FromSearchWorker, [version.data.buffer]),
        )
      : undefined;
    port.on("message", (message: ToSearchWorker) => this.#take(message));
    setInterval(() => this.#reportLooks(), reportMs);
  }

  #take(message: ToSearchWorker): void {
    switch (message.kind) {
      case "make":
        this.#make(message);
        break;
      case "restored":
        for (const looks of message.looks) this.#engine.look(looksFromBytes(looks));
        if (message.last) this.#made();
        break;
      case "looks":
        this.#engine.look(looksFromBytes(message.looks));
        this.#looked = true;
        break;
      case "ask":
        this.#answer(message.n, message.ask);
    }
  }

  #make({ n, spec, heights, features, restart }: Extract<ToSearchWorker, { readonly kind: "make" }>): void {
    const { ground } = this.#engine;
    this.#shownN = n;
    this.#restoring = restart;
    const isOther = heights !== undefined || features !== undefined;
    this.#engine.make({ spec, restart, ...(isOther ? { ground: ground.with({ heights, features }) } : {}) });
    if (!restart) this.#made();
  }

  #made(): void {
    this.#restoring = false;
    this.#report.changed(["poa", "pod", "prior"]);
    this.#versions?.changed(performance.now());
    this.#tell();
  }

  #reportLooks(): void {
    if (this.#restoring) return;
    this.#versions?.look(performance.now());
    this.#reports += 1;
    this.#lookedSinceTiles ||= this.#looked;
    const isDue = this.#lookedSinceTiles && this.#reports % reportsPerVersion === 0;
    if (isDue) {
      this.#lookedSinceTiles = false;
      this.#report.changed(["poa", "pod"]);
      this.#versions?.changed(performance.now());
    }
    if (!isDue && !this.#looked) return;
    this.#looked = false;
    this.#tell();
  }

  #answer(n: number, ask: SearchAsk): void {
    try {
      const parts = { engine: this.#engine, report: this.#report, travel: this.#travel, datasets: this.#datasets };
      this.#post({ kind: "answer", n, answer: answerAsk(ask, parts) });
    } catch (error) {
      // One wrong question must not cost the search its map.
      this.#post({ kind: "refusal", n, detail: error instanceof Error ? error.message : String(error) });
    }
  }

  #tell(): void {
    this.#post({ kind: "state", n: this.#shownN, state: this.#report.state(), grades: this.#report.grades() });
  }

  #post(message: FromSearchWorker): void {
    this.#port.postMessage(message);
  }
}

// Only ever started by `SearchThread`, with such data.
const data: SearchWorkerData = workerData;
if (parentPort !== null) new SearchServer(parentPort, data);
