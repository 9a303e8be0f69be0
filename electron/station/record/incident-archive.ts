import type { IncidentFile, IncidentLook, IncidentRecord, IncidentRow, TrackPoint } from "./incident-record.ts";
import type { RecordStore } from "./record-store.ts";
import type { StoreResult } from "./store-result.ts";

export interface IncidentArchiveParts {
  write(durability: "survives-power-cut" | "survives-kill", work: (store: RecordStore) => void): StoreResult;
  store(): RecordStore | undefined;
}

/** The incidents in the database of a record. */
export class IncidentArchive implements IncidentRecord {
  readonly #parts: IncidentArchiveParts;

  constructor(parts: IncidentArchiveParts) {
    this.#parts = parts;
  }

  append(rows: readonly IncidentRow[], shownId?: string): StoreResult {
    return this.#parts.write("survives-power-cut", ({ incidents }) => {
      for (const row of rows) incidents.insert(row);
      if (shownId !== undefined) incidents.show(shownId);
    });
  }

  events(incidentId: string): readonly string[] | undefined {
    return this.#parts.store()?.incidents.events(incidentId);
  }

  ids(): readonly string[] | undefined {
    return this.#parts.store()?.incidents.ids();
  }

  shownId(): string | undefined {
    return this.#parts.store()?.incidents.shownId();
  }

  appendTracks(incidentId: string, points: readonly TrackPoint[]): StoreResult {
    return this.#parts.write("survives-kill", ({ incidents }) => {
      for (const point of points) incidents.insertTrack(incidentId, point);
    });
  }

  tracks(incidentId: string): readonly TrackPoint[] | undefined {
    return this.#parts.store()?.incidents.tracks(incidentId);
  }

  lastPoints(incidentId: string): readonly TrackPoint[] | undefined {
    return this.#parts.store()?.incidents.lastPoints(incidentId);
  }

  appendLooks(incidentId: string, looks: readonly IncidentLook[]): StoreResult {
    return this.#parts.write("survives-kill", ({ incidents }) => {
      for (const look of looks) incidents.insertLook(incidentId, look);
    });
  }

  looks(incidentId: string): readonly IncidentLook[] | undefined {
    return this.#parts.store()?.incidents.looks(incidentId);
  }

  keepFile(file: IncidentFile): StoreResult {
    return this.#parts.write("survives-power-cut", ({ incidents }) => incidents.putFile(file));
  }

  adoptFiles(incidentId: string, ids: readonly string[]): StoreResult {
    return this.#parts.write("survives-power-cut", ({ incidents }) => {
      for (const id of ids) incidents.adoptFile(incidentId, id);
    });
  }

  file(id: string): IncidentFile | undefined {
    return this.#parts.store()?.incidents.file(id);
  }
}
