import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { shippedLostPersonTable } from "../../../shared/search/lost-person/shipped-table.ts";
import { answerAsk } from "./answer-ask.ts";
import { looksFromBytes } from "./look-bytes.ts";
import { MapReport } from "./map-report.ts";
import { SearchEngine } from "./search-engine.ts";
import type { FromSearchWorker, SearchWorkerData, ToSearchWorker } from "./search-messages.ts";
import { WorkerGround } from "./worker-ground.ts";

/** Searching is told of every so often while there is any, ms. */
const reportMs = 2_000;
/** Pictures change with every second report: each costs every screen its tiles. */
const reportsPerVersion = 2;

/** The search's own thread: keeps the map while the station's thread flies vehicles. */
const serve = (port: MessagePort, { firstVersion }: SearchWorkerData): void => {
  const engine = new SearchEngine(shippedLostPersonTable());
  const report = new MapReport(engine, firstVersion);
  let shownN = 0;
  let restoring = false;
  let looked = false;
  let lookedSinceTiles = false;
  let reports = 0;
  const post = (message: FromSearchWorker) => port.postMessage(message);
  const tell = () => post({ kind: "state", n: shownN, state: report.state(), grades: report.grades() });

  const take = (message: ToSearchWorker): void => {
    switch (message.kind) {
      case "make": {
        const { spec, ground, restart, n } = message;
        shownN = n;
        restoring = restart;
        engine.make({ spec, restart, ...(ground === undefined ? {} : { ground: new WorkerGround(ground) }) });
        if (restoring) return;
        report.changed(["poa", "pod", "prior"]);
        return tell();
      }
      case "restored":
        for (const looks of message.looks) engine.look(looksFromBytes(looks));
        if (!message.last) return;
        restoring = false;
        report.changed(["poa", "pod", "prior"]);
        return tell();
      case "looks":
        engine.look(looksFromBytes(message.looks));
        looked = true;
        return;
      case "ask":
        return ask(message.n, message.ask);
    }
  };

  const ask = (n: number, asked: Extract<ToSearchWorker, { readonly kind: "ask" }>["ask"]): void => {
    try {
      post({ kind: "answer", n, answer: answerAsk(asked, { engine, report }) });
    } catch (error) {
      // One wrong question must not cost the search its map.
      post({ kind: "refusal", n, detail: error instanceof Error ? error.message : String(error) });
    }
  };

  port.on("message", take);
  setInterval(() => {
    reports += 1;
    lookedSinceTiles ||= looked;
    if (lookedSinceTiles && reports % reportsPerVersion === 0) {
      lookedSinceTiles = false;
      report.changed(["poa", "pod"]);
      looked = true;
    }
    if (!looked || restoring) return;
    looked = false;
    tell();
  }, reportMs);
};

// Only ever started by `SearchThread`, with such data.
const data: SearchWorkerData = workerData;
if (parentPort !== null) serve(parentPort, data);
