import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { TerrainView } from "../../../shared/wire/feeds.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import type { Ground, GroundLayer } from "../ground.ts";
import { refused } from "../request-desk.ts";
import { type LoadedTerrain, loadTerrainFile } from "./load-terrain-file.ts";

export interface TerrainDeskOptions {
  /** Where loaded files are kept; undefined: they are gone with the station. */
  readonly folder: string | undefined;
  readonly ground: Ground;
  /** A file of the folder can't be used: it stays where it is. */
  readonly onFault?: (name: string, detail: string) => void;
  /** Of all heights together; 400 MB if absent. */
  readonly mostBytes?: number;
  /** A test has its own. */
  readonly load?: typeof loadTerrainFile;
}

const usualMostBytes = 400_000_000;
const nameLimit = 120;
/** What is being written, and was cut off if it lies there at the start. */
const partEnding = ".part";

/** The height models that people loaded: kept in a folder, and there again after a restart. */
export class TerrainDesk {
  readonly #options: TerrainDeskOptions;
  #last: Promise<unknown> = Promise.resolve();
  #viewed: { readonly key: string; readonly view: TerrainView } | undefined;

  constructor(options: TerrainDeskOptions) {
    this.#options = options;
  }

  /** Loads what lies in the folder, one after the other. Resolves when all of it is there; never rejects. */
  start(): Promise<void> {
    return this.#next(async () => {
      const { folder, onFault } = this.#options;
      if (folder === undefined) return;
      // Not there: nothing was ever loaded.
      const names = await readdir(folder).catch(() => []);
      for (const name of names.sort()) {
        if (name.endsWith(partEnding)) {
          await rm(join(folder, name), { force: true }).catch(() => {});
          continue;
        }
        const loaded = await this.#load({ name, path: join(folder, name) });
        const fault = loaded.ok ? this.#tooMuch(loaded) : loaded.detail;
        if (fault !== undefined) onFault?.(name, fault);
        else if (loaded.ok) this.#use(loaded);
      }
    });
  }

  /** The same object until something changed. */
  get view(): TerrainView {
    const { ground } = this.#options;
    const key = `${ground.kind} ${ground.layers.map(({ name }) => name).join("/")}`;
    if (this.#viewed?.key === key) return this.#viewed.view;
    const view: TerrainView = { kind: ground.kind, files: ground.layers.map(fileView) };
    this.#viewed = { key, view };
    return view;
  }

  /** Checks, keeps and uses a file that somebody gave; one of the same name is replaced. */
  add({
    name: given,
    bytes,
  }: {
    readonly name: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }): Promise<RequestResult> {
    return this.#next(async () => {
      const name = plainName(given);
      if (name === undefined) return refused("bad-file", `"${given}" is no file name that can be kept.`);
      const loaded = await this.#load({ name, bytes });
      if (!loaded.ok) return refused("bad-file", loaded.detail);
      const tooMuch = this.#tooMuch(loaded);
      if (tooMuch !== undefined) return refused("file-too-large", tooMuch);
      const fault = await this.#write(name, bytes);
      if (fault !== undefined) return refused("recording-failed", fault);
      this.#use(loaded);
      return { ok: true };
    });
  }

  /** Takes a loaded height model away, its file too. */
  remove(name: string): Promise<RequestResult> {
    return this.#next(async () => {
      const { ground, folder } = this.#options;
      if (!ground.layers.some((layer) => layer.name === name))
        return refused("unknown-terrain", `There is no height model "${name}". Reload the list.`);
      try {
        if (folder !== undefined) await rm(join(folder, name), { force: true });
      } catch (error) {
        return refused("recording-failed", `The file can't be removed: ${reasonOf(error)}`);
      }
      ground.setLayers(ground.layers.filter((layer) => layer.name !== name));
      return { ok: true };
    });
  }

  /** One after the other: each counts what is loaded already. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => {});
    return next;
  }

  #load(file: Parameters<typeof loadTerrainFile>[0]): Promise<LoadedTerrain> {
    return (this.#options.load ?? loadTerrainFile)(file);
  }

  #use({ name, raster }: GroundLayer): void {
    const { ground } = this.#options;
    ground.setLayers([...ground.layers.filter((layer) => layer.name !== name), { name, raster }]);
  }

  /** @returns what to do, in English, where memory would not hold it beside the others */
  #tooMuch({ name, raster }: GroundLayer): string | undefined {
    const { ground, mostBytes = usualMostBytes } = this.#options;
    const others = ground.layers.filter((layer) => layer.name !== name);
    const bytes = others.reduce((sum, layer) => sum + layer.raster.byteLength, raster.byteLength);
    if (bytes <= mostBytes) return undefined;
    const [asMb, mostMb] = [Math.ceil(bytes / 1e6), Math.floor(mostBytes / 1e6)];
    return `With ${name}, loaded heights would take ${asMb} MB of memory; ${mostMb} MB are allowed. Remove one, or cut the file to the search area.`;
  }

  /** @returns why it can't be kept, in English */
  async #write(name: string, bytes: Uint8Array): Promise<string | undefined> {
    const { folder } = this.#options;
    if (folder === undefined) return undefined;
    const part = join(folder, `${name}${partEnding}`);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(part, bytes, { flush: true });
      await rename(part, join(folder, name));
      return undefined;
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      return `The file can't be kept: ${reasonOf(error)}`;
    }
  }
}

const fileView = ({ name, raster }: GroundLayer): TerrainView["files"][number] => ({
  name,
  southDeg: raster.meta.southDeg,
  westDeg: raster.meta.westDeg,
  northDeg: raster.northDeg,
  eastDeg: raster.eastDeg,
  spacingM: raster.cellM,
});

/** Without folders, and nothing that a file system takes for something else. */
const plainName = (given: string): string | undefined => {
  const name = basename(given.replaceAll("\\", "/")).trim();
  const isPlain = name.length > 0 && name.length <= nameLimit && !name.startsWith(".") && !name.endsWith(partEnding);
  return isPlain && !/[\p{Cc}<>:"|?*]/u.test(name) ? name : undefined;
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC") return "the disk is full. Make room and load it again.";
  return error instanceof Error ? error.message : String(error);
};
