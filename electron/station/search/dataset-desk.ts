import { randomUUID } from "node:crypto";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import type { DatasetColumns, DatasetImport } from "../../../shared/wire/search-answers.ts";
import type { IncidentDesk } from "../incident/incident-desk.ts";
import { refused } from "../request-desk.ts";
import type { SearchAsk } from "./search-asks.ts";
import type { DatasetFile } from "./search-service.ts";
import type { Asked, SearchThread } from "./search-thread.ts";

type Refusal = RequestResult & { readonly ok: false };

export interface DatasetDeskOptions {
  readonly incident: IncidentDesk;
  readonly ask: <K extends SearchAsk["kind"]>(ask: Extract<SearchAsk, { readonly kind: K }>) => Promise<Asked<K>>;
  /** The worker that holds rows now: another one holds none. */
  readonly thread: () => SearchThread | undefined;
}

/** Files of passages and sensors: kept with the incident as they came, read in the worker. */
export class DatasetDesk {
  readonly #options: DatasetDeskOptions;
  readonly #read = new WeakMap<SearchThread, Set<string>>();

  constructor(options: DatasetDeskOptions) {
    this.#options = options;
  }

  /** Reads and keeps a file, and makes the thing that stands for it. */
  async import({ name, nature, bytes, by }: DatasetFile): Promise<DatasetImport | Refusal> {
    const { incident, ask } = this.#options;
    const { incidentId, archive } = incident;
    if (archive === undefined || incidentId === undefined)
      return refused("no-incident", "No incident is open. Open one from a report first.");
    const fileId = randomUUID();
    const asked = await ask({ kind: "read", id: fileId, nature, bytes });
    if (!asked.ok) return refused("search-not-ready", `The file can't be read now. ${asked.detail}`);
    const read = asked.answer;
    if (!read.ok) return refused("bad-file", read.detail);
    if (read.rows === 0) return refused("bad-file", `None of its ${read.badRows} rows can be read.`);
    const kept = archive.keepFile({ id: fileId, incidentId, name, type: "text/csv", bytes });
    if (!kept.ok) return refused("recording-failed", `The file could not be recorded. ${kept.fault.detail}`);
    const { rows, badRows, bad } = read;
    const operator = { id: "dataset", name: by };
    const put = incident.put({ thing: "dataset", fields: { name, nature, fileId, rows, badRows } }, { operator });
    if (!put.ok) return put;
    const thingId = put.thingId ?? "";
    return { ok: true, thingId, rows, badRows, bad: [...bad] };
  }

  /** Undefined where there is no such dataset, or it can't be read. */
  async columns(id: string): Promise<DatasetColumns | undefined> {
    const loaded = await this.load(id);
    if (!loaded.ok) return undefined;
    const asked = await this.#options.ask({ kind: "columns", id: loaded.fileId });
    return asked.ok && asked.answer !== undefined ? { ...asked.answer, id } : undefined;
  }

  /** Has the worker hold a dataset's rows, under the id of its file. */
  async load(id: string): Promise<{ readonly ok: true; readonly fileId: string } | Refusal> {
    const { incident, ask, thread } = this.#options;
    const { fileId, nature = "passages", removed } = incident.thing("dataset", id)?.fields ?? {};
    if (fileId === undefined || removed === true)
      return refused("unknown-thing", `There is no dataset "${id}" in this incident.`);
    const worker = thread();
    if (worker !== undefined && this.#read.get(worker)?.has(fileId) === true) return { ok: true, fileId };
    const file = incident.archive?.file(fileId);
    if (file === undefined) return refused("unknown-thing", `The rows of the dataset "${id}" can't be found.`);
    const asked = await ask({ kind: "read", id: fileId, nature, bytes: file.bytes });
    if (!asked.ok) return refused("search-not-ready", `The dataset can't be read now. ${asked.detail}`);
    if (!asked.answer.ok) return refused("bad-file", asked.answer.detail);
    if (worker !== undefined) this.#read.set(worker, (this.#read.get(worker) ?? new Set()).add(fileId));
    return { ok: true, fileId };
  }
}
