import type { ArchiveList, MissionDetails, MissionNote, MissionSummary } from "../../../../shared/wire/archive.ts";
import type { Request, RequestResult } from "../../../../shared/wire/requests.ts";
import { refused } from "../../request-desk.ts";
import type { MissionBook } from "../shelves/mission-book.ts";
import type { MissionShelf, ShelvedMission } from "../shelves/mission-shelf.ts";
import { type Lease, OpenMissions } from "./open-missions.ts";

export interface ArchiveDeskOptions {
  readonly shelves: readonly MissionShelf[];
  readonly book: MissionBook;
  /** The session that is being recorded: "now". */
  readonly sessionId: string | undefined;
  readonly utcMs: () => number;
}

type Of<K extends Request["kind"]> = Extract<Request, { readonly kind: K }>;

/** Names the mission that is being recorded, whichever it is. */
const nowId = "now";
/** Changes whenever a summary has more or other fields: what older Lanterns kept lacks them, and is learned anew. */
const summaryVersion = 3;

/** The archive: what missions there are, one of them open, and what people say of them. */
export class ArchiveDesk {
  readonly #options: ArchiveDeskOptions;
  readonly #open = new OpenMissions();
  readonly #learning = new Set<string>();
  readonly #listeners = new Set<(missionId: string) => void>();
  readonly #closing = new AbortController();
  #learnt: Promise<void> = Promise.resolve();

  constructor(options: ArchiveDeskOptions) {
    this.#options = options;
  }

  /** Newest first; of those that were never open only what can be had at a glance, and they are opened one by one. */
  async list(): Promise<ArchiveList> {
    const shelved = (await Promise.all(this.#options.shelves.map((shelf) => shelf.missions()))).flat();
    const stamped = shelved.map((one) => this.#stamped(one));
    const missions = await Promise.all(
      stamped.map((one) => (one.glance.live ? this.#liveSummary(one) : this.#summaryOf(one))),
    );
    for (const one of stamped) this.#learn(one);
    return { missions: missions.sort(newestFirst) };
  }

  /** Rejects with why it can't be opened; undefined where there is none. Release it in the end. */
  async take(missionId: string): Promise<Lease | undefined> {
    const open = this.#open.again(this.#idOf(missionId));
    if (open !== undefined) return open;
    const shelved = await this.#find(missionId);
    if (shelved === undefined) return undefined;
    const lease = await this.#open.take(shelved);
    // What is found out by it is for the list, too.
    if (!shelved.glance.live) void this.#lookThrough(lease).catch(() => {});
    return lease;
  }

  async details(missionId: string): Promise<MissionDetails | undefined> {
    const lease = await this.take(missionId);
    if (lease === undefined) return undefined;
    try {
      const { mission } = lease;
      return {
        summary: this.#named(mission.summary),
        timeline: await mission.timeline(),
        notes: this.#options.book.notes(mission.id),
        logs: (await mission.openTelemetry()).map(({ log }) => log),
        feeds: mission.media?.feeds ?? [],
      };
    } finally {
      lease.release();
    }
  }

  async note({ missionId, note, by, operator }: Of<"archive.note">): Promise<RequestResult> {
    const { book, utcMs } = this.#options;
    const shelved = await this.#find(missionId);
    if (shelved === undefined) return unknown(missionId);
    const written: MissionNote = { ...note, by: by ?? operator?.name ?? "operator", utcMs: utcMs() };
    return this.#changed(shelved.id, book.putNote(shelved.id, written));
  }

  async removeNote({ missionId, noteId }: Of<"archive.note-remove">): Promise<RequestResult> {
    const shelved = await this.#find(missionId);
    if (shelved === undefined) return unknown(missionId);
    const kept = this.#options.book.removeNote(shelved.id, noteId);
    if (kept === undefined)
      return refused("unknown-note", `There is no note "${noteId}". Somebody may have removed it.`);
    return this.#changed(shelved.id, kept);
  }

  async rename({ missionId, name }: Of<"archive.rename">): Promise<RequestResult> {
    const shelved = await this.#find(missionId);
    return shelved === undefined
      ? unknown(missionId)
      : this.#changed(shelved.id, this.#options.book.rename(shelved.id, name));
  }

  async remove({ missionId }: Of<"archive.remove">): Promise<RequestResult> {
    const shelved = await this.#find(missionId);
    if (shelved === undefined) return unknown(missionId);
    if (shelved.remove === undefined)
      return refused("not-possible", "This station recorded the mission itself: it stays as it is.");
    await this.#open.drop(shelved.id);
    try {
      await shelved.remove();
    } catch (error) {
      return refused("not-possible", `Its files could not be removed (${error}). Close what uses them, and try again.`);
    }
    this.#options.book.forget(shelved.id);
    this.#tell(shelved.id);
    return { ok: true };
  }

  /**
   * The mission is put together anew, with its log or video where somebody says that it belongs.
   * @param what a log's number, a video's feed id
   */
  async offset(missionId: string, what: string, offsetMs: number | null): Promise<RequestResult> {
    const shelved = await this.#find(missionId);
    if (shelved === undefined) return unknown(missionId);
    if (!shelved.movable.includes(what))
      return refused("not-possible", `This mission has no log or video "${what.slice(0, 80)}" that can be moved.`);
    const kept = this.#options.book.setOffset(shelved.id, what, offsetMs ?? undefined);
    if (kept.ok) await this.#open.drop(shelved.id);
    return this.#changed(shelved.id, kept);
  }

  /** Something of a mission changed that isn't in the mission itself: notes, its name. @returns stops it */
  on(listener: (missionId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Its files changed: whoever looks at it next sees it anew. */
  closeMission(missionId: string): Promise<void> {
    return this.#open.drop(missionId);
  }

  /** What came in or went. */
  changed(missionId: string): void {
    this.#tell(missionId);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#learnt;
    await this.#open.close();
  }

  #idOf(missionId: string): string {
    return missionId === nowId ? (this.#options.sessionId ?? missionId) : missionId;
  }

  async #find(missionId: string): Promise<ShelvedMission | undefined> {
    const id = this.#idOf(missionId);
    for (const shelf of this.#options.shelves) {
      const found = await shelf.find(id);
      if (found !== undefined) return this.#stamped(found);
    }
    return undefined;
  }

  /** Where its logs lie on its clock is a part of what it is. */
  #stamped(one: ShelvedMission): ShelvedMission {
    return { ...one, stamp: `${summaryVersion} ${one.stamp} ${this.#options.book.offsets(one.id)}` };
  }

  #summaryOf(one: ShelvedMission): MissionSummary {
    // Written by this very desk, under a stamp that names its version.
    const known = this.#options.book.summary(one.id, one.stamp) as MissionSummary | undefined;
    return this.#named(known ?? one.glance);
  }

  /** What is being recorded changes all the time. */
  async #liveSummary(one: ShelvedMission): Promise<MissionSummary> {
    try {
      const { mission, release } = await this.#open.take(one);
      release();
      return this.#named(mission.summary);
    } catch {
      // What it is can be said in any case; why it can't be opened is told to who opens it.
      return this.#named(one.glance);
    }
  }

  #named(summary: MissionSummary): MissionSummary {
    const { book } = this.#options;
    const name = book.name(summary.id);
    const notes = book.notes(summary.id).length;
    return { ...summary, notes, ...(name === undefined ? {} : { name }) };
  }

  /** Opens what was never open, one after the other and behind everything else, until all of it is known to the list. */
  #learn(one: ShelvedMission): void {
    if (one.glance.live || this.#learning.has(one.id) || this.#options.book.summary(one.id, one.stamp) !== undefined)
      return;
    this.#learning.add(one.id);
    this.#learnt = this.#learnt.then(async () => {
      if (this.#closing.signal.aborted) return;
      try {
        const lease = await this.#open.take(one);
        try {
          await this.#lookThrough(lease);
        } finally {
          lease.release("at-once");
        }
      } catch (error) {
        const problem = { code: "unreadable", detail: error instanceof Error ? error.message : String(error) } as const;
        this.#options.book.keepSummary(one.id, one.stamp, { ...one.glance, problems: [problem] });
      } finally {
        this.#learning.delete(one.id);
      }
    });
  }

  async #lookThrough({ mission, stamp, onDropped }: Lease): Promise<void> {
    const { signal } = this.#closing;
    const interrupted = new Promise<"interrupted">((resolve) => {
      const stop = () => resolve("interrupted");
      signal.addEventListener("abort", stop, { once: true });
      onDropped(stop);
    });
    const end = await Promise.race([mission.whole(), interrupted]);
    if (end !== "interrupted" && !signal.aborted) this.#options.book.keepSummary(mission.id, stamp, mission.summary);
  }

  #changed(missionId: string, kept: { readonly ok: boolean; readonly detail?: string }): RequestResult {
    if (!kept.ok) return refused("recording-failed", `It could not be kept. ${kept.detail ?? ""}`.trim());
    this.#tell(missionId);
    return { ok: true };
  }

  #tell(missionId: string): void {
    for (const listener of this.#listeners) listener(missionId);
  }
}

const unknown = (missionId: string): RequestResult =>
  refused("unknown-mission", `There is no mission "${missionId.slice(0, 80)}". Reload the list.`);

const newestFirst = (a: MissionSummary, b: MissionSummary): number =>
  Number(b.live) - Number(a.live) || (b.startUtcMs ?? 0) - (a.startUtcMs ?? 0) || (a.name < b.name ? -1 : 1);
