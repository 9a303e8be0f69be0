import type { MissionSummary } from "../../../../shared/wire/archive.ts";
import type { ArchivedMission } from "../archived-mission.ts";

/** A mission that can be opened. */
export interface ShelvedMission {
  readonly id: string;
  /** Before it was ever opened: what its name and files tell. */
  readonly glance: MissionSummary;
  /** Changes when the mission does: what was learned of it under another stamp counts no more. */
  readonly stamp: string;
  open(): Promise<ArchivedMission>;
  /** Takes it away with its files; absent where it has to stay. */
  readonly remove?: () => Promise<void>;
}

/** A place where missions lie: what this station recorded, and what was brought in. */
export interface MissionShelf {
  missions(): Promise<readonly ShelvedMission[]>;
}
