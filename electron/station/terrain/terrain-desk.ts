import type { TerrainView } from "../../../shared/wire/feeds.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import type { Ground } from "../ground.ts";
import { refused } from "../request-desk.ts";

export interface TerrainDeskOptions {
  /** Where loaded files are kept; undefined (a replay): they are gone with the station. */
  readonly folder: string | undefined;
  readonly ground: Ground;
}

/** The height models that people loaded: kept in a folder, and there again after a restart. */
export class TerrainDesk {
  constructor(_options: TerrainDeskOptions) {}

  /** Loads what lies in the folder. Resolves when all of it is there; never rejects. */
  async start(): Promise<void> {}

  get view(): TerrainView {
    return { kind: "flat", files: [] };
  }

  /** Checks, keeps and uses a file that somebody gave. */
  async add(_file: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }): Promise<RequestResult> {
    return refused("not-possible", "Not yet.");
  }

  async remove(name: string): Promise<RequestResult> {
    return refused("unknown-terrain", `There is no height model "${name}".`);
  }
}
