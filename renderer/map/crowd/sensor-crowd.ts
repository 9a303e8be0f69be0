import type { Map as LeafletMap } from "leaflet";
import { DatasetColumnsSchema } from "../../../shared/wire/search-answers.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { Crowd, type CrowdMember } from "./crowd.ts";
import { sensorLook } from "./crowd-sprites.ts";
import type { MarkTiles } from "./mark-tiles.ts";

/** Fixed sensors of all datasets: fetched once each, drawn in tiles. */
export class SensorCrowd {
  readonly #stores: Stores;
  readonly #crowd: Crowd;
  readonly #off: (() => void)[];
  readonly #abort = new AbortController();
  readonly #asked = new Set<string>();
  #pointed: CrowdMember | undefined;

  constructor(map: LeafletMap, stores: Stores, tiles: MarkTiles) {
    this.#stores = stores;
    this.#crowd = new Crowd(map, tiles, "sensors");
    this.#off = [
      stores.sensors.subscribe(() => this.#take()),
      stores.settings.subscribe((state, before) => {
        if (state.layers !== before.layers) this.#show();
      }),
      stores.incident.subscribe((state, before) => {
        if (state.things.dataset !== before.things.dataset) this.#load();
      }),
    ];
    this.#load();
    this.#take();
  }

  /** The sensor at a place, within a fingertip; its id is its name. */
  at(latDeg: number, lonDeg: number): CrowdMember | undefined {
    this.#pointed = this.#crowd.nearest({ latDeg, lonDeg }, 10);
    return this.#pointed;
  }

  /** The one that was pointed at last. */
  get pointed(): CrowdMember | undefined {
    return this.#pointed;
  }

  close(): void {
    for (const off of this.#off) off();
    this.#abort.abort();
    this.#crowd.close();
  }

  #show(): void {
    this.#crowd.show(this.#stores.settings.getState().layers.sensors && this.#crowd.count > 0);
  }

  /** Rows of datasets that are gone are taken off; new ones are asked for. */
  #load(): void {
    const { dataset } = this.#stores.incident.getState().things;
    const sensors = Object.values(dataset).filter(({ fields }) => fields.nature === "sensors");
    const { byDataset } = this.#stores.sensors.getState();
    const gone = Object.keys(byDataset).filter((id) => this.#asked.has(id) && dataset[id] === undefined);
    if (gone.length > 0)
      this.#stores.sensors.setState({
        byDataset: Object.fromEntries(Object.entries(byDataset).filter(([id]) => !gone.includes(id))),
      });
    for (const { id } of sensors) {
      if (this.#asked.has(id)) continue;
      this.#asked.add(id);
      void this.#fetch(id);
    }
  }

  async #fetch(id: string): Promise<void> {
    try {
      const response = await fetch(`/api/datasets/${encodeURIComponent(id)}.json`, { signal: this.#abort.signal });
      const parsed = DatasetColumnsSchema.safeParse(response.ok ? await response.json() : undefined);
      if (!parsed.success) throw new Error(`The station has no rows of the dataset ${id}.`);
      const { latDeg, lonDeg, name } = parsed.data;
      const latLonDeg = new Float64Array(latDeg.length * 2);
      latDeg.forEach((value, i) => {
        latLonDeg[2 * i] = value;
        latLonDeg[2 * i + 1] = lonDeg[i] ?? 0;
      });
      const { byDataset } = this.#stores.sensors.getState();
      this.#stores.sensors.setState({ byDataset: { ...byDataset, [id]: { latLonDeg, names: name } } });
    } catch {
      // Asked for once more with the next change of the datasets.
      this.#asked.delete(id);
    }
  }

  #take(): void {
    const rows = Object.values(this.#stores.sensors.getState().byDataset);
    this.#crowd.set(
      rows.flatMap(({ latLonDeg, names }) =>
        Array.from({ length: latLonDeg.length / 2 }, (_, i) => ({
          id: names[i] ?? String(i + 1),
          place: { latDeg: latLonDeg[2 * i] ?? 0, lonDeg: latLonDeg[2 * i + 1] ?? 0 },
          look: sensorLook,
        })),
      ),
    );
    this.#show();
  }
}
