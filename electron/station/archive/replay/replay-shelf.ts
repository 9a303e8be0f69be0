import { type ImportedShelfOptions, shelvedMission } from "../shelves/imported-shelf.ts";
import type { MissionShelf, ShelvedMission } from "../shelves/mission-shelf.ts";
import { type Replay, replayMissionFolder } from "./open-replay.ts";

/** The one mission that a station was started to show. It stays as long as the station runs. */
export class ReplayShelf implements MissionShelf {
  readonly #replay: Replay;
  readonly #open: ImportedShelfOptions["open"];

  constructor(replay: Replay, open: ImportedShelfOptions["open"]) {
    this.#replay = replay;
    this.#open = open;
  }

  async missions(): Promise<readonly ShelvedMission[]> {
    const { folder, mission } = this.#replay;
    return [await shelvedMission({ folder: replayMissionFolder(folder), mission }, this.#open)];
  }

  async find(id: string): Promise<ShelvedMission | undefined> {
    return (await this.missions()).find((one) => one.id === id);
  }
}
