import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlertBook } from "../../electron/station/alert-book.ts";
import { EventLog } from "../../electron/station/event-log.ts";
import { makeIncidentParts } from "../../electron/station/incident/incident-parts.ts";
import { openRecord } from "../../electron/station/record/open-record.ts";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { RequestResult } from "../../shared/wire/requests.ts";
import type { StationEvent } from "../../shared/wire/stream.ts";
import { handClock } from "./station-server.ts";

/** An incident's parts with a real record and a clock that the test moves. */
export const incidentRig = (folder = mkdtempSync(join(tmpdir(), "lantern-incident-"))) => {
  const opened = openRecord({ folder, retryMs: 200 });
  if (!opened.ok) throw new Error(opened.fault.detail);
  const { record } = opened;
  const clock = handClock();
  const alerts = new AlertBook({ clock, onRaised: () => {} });
  const told: StationEvent[] = [];
  const events = new EventLog({
    clock,
    keep: ({ event }) => {
      told.push(event);
      return { ok: true };
    },
  });
  const sources = new Map<string, HeatSource>();
  const vehicles = new Map<string, VehicleState>();
  const heat = { sources };
  const parts = makeIncidentParts({
    ...{ clock, alerts, events, heat },
    recording: { incidents: record.incidents, sessionId: record.sessionId },
    fleet: { vehicles },
    nameOf: (id) => `D${id}`,
  });
  parts.lookAtIncident();
  return {
    ...parts,
    desk: parts.incident,
    ...{ folder, record, clock, told, vehicles },
    setSources: (...all: readonly HeatSource[]) => {
      heat.sources = new Map(all.map((source) => [source.id, source]));
    },
    pass: (ms: number) => {
      clock.now += ms;
      parts.lookAtIncident();
    },
    /** Codes of what stands now, with what they say. */
    standing: () =>
      [...alerts.alerts.values()].filter(({ active }) => active).map(({ code, params }) => ({ code, params })),
    news: () => told.flatMap((event) => (event.kind === "incident-news" ? [`${event.news} ${event.text}`] : [])),
    close: () => record.close(),
    remove: async () => {
      await record.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type IncidentRig = ReturnType<typeof incidentRig>;

/** What is expected to go well. @throws the fault */
export const well = (result: RequestResult): RequestResult & { readonly ok: true } => {
  if (!result.ok) throw new Error(`${result.fault.code}: ${result.fault.detail}`);
  return result;
};

export const seenLast = { latDeg: 30.87, lonDeg: 120.433 };

/** Opens an incident with its subject. @returns its id */
export const openIncident = ({ desk, clock }: Pick<IncidentRig, "desk" | "clock">): string => {
  const lastSeen = { place: seenLast, utcMs: clock.utcMs() - 3_600_000, kind: "PLS" } as const;
  return well(desk.open({ name: "Linghu" }, { name: "Wang", category: "Dementia", lastSeen })).incidentId ?? "";
};
