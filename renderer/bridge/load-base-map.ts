import type { BaseMap } from "../../shared/geo/base-map.ts";
import { TerrainGrid } from "../../shared/geo/terrain-grid.ts";

export interface LoadedBaseMap {
  readonly baseMap: BaseMap;
  readonly terrain: TerrainGrid;
}

export type BaseMapOutcome =
  | ({ readonly ok: true } & LoadedBaseMap)
  | {
      readonly ok: false;
      readonly fault: { readonly code: "none" | "unreachable" | "damaged"; readonly detail: string };
    };

const isBaseMap = (value: unknown): value is BaseMap =>
  typeof value === "object" &&
  value !== null &&
  "terrain" in value &&
  typeof value.terrain === "object" &&
  "features" in value &&
  Array.isArray(value.features) &&
  "attribution" in value;

/** Fetches the offline base map with its heights. Never throws: without it the map still has its graticule. */
export async function loadBaseMap(fetchFunction: typeof fetch, signal: AbortSignal): Promise<BaseMapOutcome> {
  try {
    const options: RequestInit = { credentials: "same-origin", signal };
    const [meta, heights] = await Promise.all([
      fetchFunction("/api/terrain", options),
      fetchFunction("/api/terrain/heights", options),
    ]);
    if (meta.status === 404) return fault("none", "HTTP 404");
    if (!meta.ok || !heights.ok) return fault("unreachable", `HTTP ${meta.ok ? heights.status : meta.status}`);
    const baseMap: unknown = await meta.json();
    if (!isBaseMap(baseMap)) return fault("damaged", "/api/terrain is no base map");
    const heightsM = littleEndianFloats(await heights.arrayBuffer());
    return { ok: true, baseMap, terrain: new TerrainGrid(baseMap.terrain, heightsM) };
  } catch (error) {
    return fault("unreachable", error instanceof Error ? error.message : String(error));
  }
}

const fault = (code: "none" | "unreachable" | "damaged", detail: string): BaseMapOutcome => ({
  ok: false,
  fault: { code, detail },
});

/** Heights travel as little-endian float32, whatever this machine's own order is; bytes after the last whole one are dropped. */
export function littleEndianFloats(buffer: ArrayBuffer): Float32Array {
  const view = new DataView(buffer);
  const floats = new Float32Array(Math.floor(buffer.byteLength / 4));
  for (let i = 0; i < floats.length; i += 1) floats[i] = view.getFloat32(i * 4, true);
  return floats;
}
