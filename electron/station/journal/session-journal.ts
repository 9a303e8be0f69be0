import type { Recording } from "../recording.ts";
import type { StateBoard } from "../state-board.ts";
import type { Trails } from "../trails.ts";
import { StateJournal } from "./state-journal.ts";

export interface SessionJournalParts {
  readonly recording: Pick<Recording, "journal" | "sessionId">;
  readonly board: Pick<StateBoard, "state" | "clockView">;
  readonly trails: Trails;
  readonly everyMs?: number;
  readonly chunkMs?: number;
}

/** The journal of a station's session; undefined without a record. */
export const journalOf = ({ recording, board, trails, ...times }: SessionJournalParts): StateJournal | undefined => {
  const { journal, sessionId } = recording;
  if (journal === undefined || sessionId === undefined) return undefined;
  return new StateJournal({
    folder: journal.folder,
    sessionId,
    state: () => board.state(),
    clock: () => board.clockView(),
    trails,
    onFailed: (error) => journal.failed(error),
    onWorks: () => journal.works(),
    onSealed: ({ chunk, sha256 }) => journal.sealed(chunk, sha256),
    ...times,
  });
};
