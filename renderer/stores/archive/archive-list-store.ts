import { createStore } from "zustand/vanilla";
import type { MissionSummary } from "../../../shared/wire/archive.ts";
import { fetchArchive } from "../../bridge/archive-http.ts";
import { importMission, type MissionImport } from "../../bridge/import-mission.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import type { OpenUpload } from "../../bridge/send-file.ts";

/** A file on its way into the archive, or what became of it. */
export type ImportView = {
  readonly n: number;
  readonly name: string;
} & (
  | { readonly state: "waiting" }
  | { readonly state: "sending"; readonly fraction: number }
  | { readonly state: "done" }
  | { readonly state: "refused"; readonly code: string; readonly detail: string }
);

export interface ArchiveListState {
  /** Undefined until the first answer. */
  readonly missions: readonly MissionSummary[] | undefined;
  /** Why the newest asking came to nothing; what was known stays. */
  readonly fault: "not-allowed" | "no-answer" | undefined;
  readonly imports: readonly ImportView[];
  readonly refresh: () => Promise<void>;
  /** One file after the other, so that a slow station isn't asked to read all of them at once. */
  readonly bringIn: (files: readonly MissionImport[]) => Promise<void>;
  readonly forget: (n: number) => void;
}

export interface ArchiveListOptions {
  readonly openUpload: OpenUpload;
}

/** The missions of this station; kept while another page is open, as a file goes on being sent. */
export const createArchiveListStore = ({ openUpload }: ArchiveListOptions) =>
  createStore<ArchiveListState>()((set, get) => {
    let nextN = 1;
    let sending: Promise<void> = Promise.resolve();
    const setImport = (view: ImportView): void =>
      set(({ imports }) => ({ imports: imports.map((known) => (known.n === view.n ? view : known)) }));
    const bringInOne = async (one: MissionImport, n: number): Promise<void> => {
      const { name } = one.file;
      setImport({ n, name, state: "sending", fraction: 0 });
      const outcome: RequestOutcome = await importMission(openUpload, one, (fraction) =>
        setImport({ n, name, state: "sending", fraction }),
      );
      setImport(
        outcome.ok
          ? { n, name, state: "done" }
          : { n, name, state: "refused", code: outcome.fault.code, detail: outcome.fault.detail },
      );
      await get().refresh();
    };
    return {
      missions: undefined,
      fault: undefined,
      imports: [],
      refresh: async () => {
        const answer = await fetchArchive();
        if (answer.ok) set({ missions: answer.value.missions, fault: undefined });
        else set({ fault: answer.code === "not-allowed" ? "not-allowed" : "no-answer" });
      },
      bringIn: (files) => {
        const queued = files.map((one) => ({ one, n: nextN++ }));
        set(({ imports }) => ({
          imports: [...imports, ...queued.map(({ one, n }) => ({ n, name: one.file.name, state: "waiting" as const }))],
        }));
        sending = sending.then(async () => {
          for (const { one, n } of queued) await bringInOne(one, n);
        });
        return sending;
      },
      forget: (n) => set(({ imports }) => ({ imports: imports.filter((view) => view.n !== n) })),
    };
  });
export type ArchiveListStore = ReturnType<typeof createArchiveListStore>;
