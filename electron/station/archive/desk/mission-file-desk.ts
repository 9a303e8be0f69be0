import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { MissionSummary, VerifyAnswer } from "../../../../shared/wire/archive.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import { importLog, removeUnfinishedImports } from "../package/import-log.ts";
import type { MissionBook } from "../shelves/mission-book.ts";
import type { ArchiveDesk } from "./archive-desk.ts";
import { exportTelemetry } from "./export-mission.ts";
import { ExportPlaces } from "./export-places.ts";
import type { ExportAsk, ExportedFile, FileFault, ImportAsk, MissionFiles } from "./mission-files.ts";

export interface MissionFileDeskOptions {
  /** The record's, where missions are brought in; absent without one. */
  readonly folder: string | undefined;
  /** Where a mission lies: what is made of it on the way out does, too. */
  readonly folderOf: (missionId: string) => string;
  readonly archive: Pick<ArchiveDesk, "take" | "changed" | "closeMission">;
  readonly book: Pick<MissionBook, "putNote" | "name">;
  /** Packs a mission as one file. */
  readonly pack: (
    mission: ArchivedMission,
    options: {
      readonly name: string;
      readonly anonymised: boolean;
      readonly signal?: AbortSignal | undefined;
    },
  ) => Promise<({ readonly ok: true } & ExportedFile) | FileFault>;
  readonly verify: (mission: ArchivedMission) => Promise<VerifyAnswer>;
  readonly utcMs: () => number;
  /** 0 to 1; chance. */
  readonly random: () => number;
  /** Says how far anonymised places move; chance. */
  readonly seed: () => string;
}

const refused = (code: FileFault["fault"]["code"], detail: string): FileFault => ({
  ok: false,
  fault: { code, detail },
});

const importCodes: Readonly<Record<string, FileFault["fault"]["code"]>> = {
  empty: "bad-file",
  "unknown-format": "bad-file",
  "bad-file": "bad-file",
  "too-large": "bad-file",
  "unknown-mission": "unknown-mission",
  "disk-full": "recording-failed",
  "cannot-write": "recording-failed",
};

/** So many files are made at a time: each costs as much as half a processor gives. */
const mostExports = 2;
/** So long a file on its way out keeps others from being made, ms. */
const mostHeldMs = 60_000;

const stopped = refused("not-possible", "Nobody waited for it any more.");
const unknown = refused("unknown-mission", "There is no such mission in the archive. Reload the list.");

/** Files of missions, in and out. */
export class MissionFileDesk implements MissionFiles {
  readonly #options: MissionFileDeskOptions;
  /** By mission: the last that was received for it. They are added one after the other, however slowly others come. */
  readonly #coming = new Map<string, Promise<unknown>>();
  readonly #places = new ExportPlaces(mostExports);
  #cleaned: Promise<void> | undefined;

  constructor(options: MissionFileDeskOptions) {
    this.#options = options;
  }

  async take({ name, source, into, startUtcMs, signal }: ImportAsk): ReturnType<MissionFiles["take"]> {
    const { folder, archive, book, utcMs, random } = this.#options;
    if (folder === undefined)
      return refused(
        "not-possible",
        "This station keeps no record: it was started to show files. Start one without --replay.",
      );
    const place = join(folder, "archive");
    await mkdir(place, { recursive: true });
    await this.clean();
    const result = await importLog({
      ...{ name, source, archive: place, utcMs, random },
      oneByOne: (run) => this.#oneByOne(into, run),
      ...(into === undefined ? {} : { into }),
      ...(startUtcMs === undefined ? {} : { startUtcMs }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (!result.ok) return refused(importCodes[result.fault.code] ?? "not-possible", result.fault.detail);
    // Notes that came along lie where notes lie here: they can be changed like any others.
    if (into === undefined) for (const note of result.mission.notes) book.putNote(result.missionId, note);
    else await archive.closeMission(into);
    archive.changed(result.missionId);
    return { ok: true, missionId: result.missionId } as const;
  }

  /** Takes away what was being made when the power failed; once, before anything new is made. */
  clean(): Promise<void> {
    const { folder } = this.#options;
    this.#cleaned ??= folder === undefined ? Promise.resolve() : removeUnfinished(folder);
    return this.#cleaned;
  }

  #oneByOne<T>(into: string | undefined, run: () => Promise<T>): Promise<T> {
    if (into === undefined) return run();
    const next = (this.#coming.get(into) ?? Promise.resolve()).then(run, run);
    this.#coming.set(into, next);
    const forget = () => {
      if (this.#coming.get(into) === next) this.#coming.delete(into);
    };
    next.then(forget, forget);
    return next;
  }

  async export(missionId: string, ask: ExportAsk) {
    const giveBack = await this.#places.take(ask.signal);
    if (giveBack === undefined) return stopped;
    const made = await this.#export(missionId, ask);
    if (!made.ok) {
      giveBack();
      return made;
    }
    // Whoever fetches slowly costs little: others needn't wait for that.
    const timer = setTimeout(giveBack, mostHeldMs);
    timer.unref();
    made.stream.once("close", () => {
      clearTimeout(timer);
      giveBack();
    });
    if (ask.signal?.aborted !== true) return made;
    made.stream.destroy();
    return stopped;
  }

  async #export(missionId: string, ask: ExportAsk) {
    const { folderOf, archive, book, pack, seed } = this.#options;
    const lease = await archive.take(missionId).catch(wordsOf);
    if (lease === undefined) return unknown;
    if (typeof lease === "string") return refused("not-possible", `The mission can't be opened. ${lease}`);
    const { mission, release } = lease;
    const { summary } = mission;
    const { anonymised, signal } = ask;
    try {
      // Of a mission that was brought in its time may be none: no place may be lost over that.
      const name = fileNameOf({ ...summary, name: book.name(mission.id) ?? summary.name });
      const cacheFolder = join(folderOf(mission.id), "cache");
      await mkdir(cacheFolder, { recursive: true });
      await this.clean();
      const made =
        ask.format === "lantern"
          ? await pack(mission, { name, anonymised, signal })
          : await exportTelemetry({
              ...{ mission, ask, cacheFolder },
              name: anonymised ? "anonymised-mission" : name,
              seed,
            });
      if (!made.ok) release();
      else made.stream.once("close", release);
      return made;
    } catch (error) {
      release();
      return refused("not-possible", wordsOf(error));
    }
  }

  async verify(missionId: string): Promise<VerifyAnswer | undefined> {
    const lease = await this.#options.archive.take(missionId);
    if (lease === undefined) return undefined;
    try {
      return await this.#options.verify(lease.mission);
    } finally {
      lease.release();
    }
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Imports and exports that never came to an end. */
const removeUnfinished = async (folder: string): Promise<void> => {
  // What can't be taken away now is in nobody's way: no list shows it.
  await removeUnfinishedImports(join(folder, "archive")).catch(() => {});
  const cache = join(folder, "cache");
  for (const name of await readdir(cache).catch(() => []))
    if (/^(export|pack)-/.test(name)) await rm(join(cache, name), { recursive: true, force: true }).catch(() => {});
};

/** By its time, and what people call it. */
const fileNameOf = ({ name, startUtcMs, id }: MissionSummary): string => {
  const time = startUtcMs === undefined ? id : new Date(startUtcMs).toISOString().slice(0, 16).replace(/[:T]/g, "-");
  const words = name
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
  return words === "" ? `lantern-${time}` : `lantern-${time}-${words}`;
};
