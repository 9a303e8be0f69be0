import type { IncidentBody, IncidentEvent } from "../../shared/incident/incident-event.ts";
import type { ReportInput } from "../../shared/incident/report/report-input.ts";
import type { Thing } from "../../shared/incident/thing.ts";
import { placeAt, sceneUtcMs } from "./build-views.ts";
import { assignmentsOf, buildThing, cluesOf, gradesOf, segmentsOf, teamsOf, theIncident } from "./search-scenes.ts";

const minuteMs = 60_000;

/** One event of the log, so many minutes before the scene's now. */
export const logEvent = (n: number, minutesAgo: number, body: IncidentBody, name = "Chen"): IncidentEvent => ({
  id: `event-${n}`,
  incidentId: "incident-1",
  stationId: "station-1",
  n,
  time: { utcMs: sceneUtcMs - minutesAgo * minuteMs, counter: 0 },
  author: { id: name, name, role: "coordinator" },
  body,
});

/** A search that ended well: the elder found by a drone, confirmed by people on the ground. */
export const reportScene = (change: Partial<ReportInput> = {}): ReportInput => {
  const segments = segmentsOf(12);
  const teams = teamsOf(6, 400).things;
  const outcome = { utcMs: sceneUtcMs, place: placeAt(120, 80), by: "D1, 1 队", state: "injured" as const };
  const base = theIncident().map(
    (thing): Thing =>
      thing.kind === "incident"
        ? {
            ...thing,
            fields: { ...thing.fields, phase: "found", outcome, commander: "Chen", safety: "河边慢行\n两人同行" },
          }
        : thing,
  );
  const things = [
    ...base,
    ...segments,
    ...teams,
    ...assignmentsOf(segments, 6),
    ...cluesOf(5),
    buildThing("message", "message-1", { text: "Stop at the dyke.", nature: "order", needsAck: true }),
    buildThing("handover", "handover-1", { from: "Chen", to: "Li", text: "South is open", openPoints: ["Clue 3"] }),
  ];
  return {
    things,
    events: [
      logEvent(1, 60, {
        kind: "put",
        thing: "incident",
        thingId: "incident-1",
        fields: { phase: "reported" },
        seen: {},
      }),
      ...segments.map(({ id }, i) =>
        logEvent(2 + i, 50 - i / 60, { kind: "put", thing: "segment", thingId: id, fields: { name: id }, seen: {} }),
      ),
      logEvent(40, 20, { kind: "step", thing: "clue", thingId: "clue-1", step: "checked", text: "nothing" }, "Wang"),
      logEvent(41, 0, { kind: "put", thing: "incident", thingId: "incident-1", fields: { phase: "found" }, seen: {} }),
    ],
    tracks: [
      {
        who: "vehicle/1",
        points: [0, 1, 2, 3].map((i) => ({ ...placeAt(100 * i, 40), utcMs: sceneUtcMs - (30 - i) * minuteMs })),
      },
    ],
    vehicles: [{ id: "1", name: "D1", kind: "multirotor" }],
    heat: [
      {
        id: "heat-1",
        number: 1,
        position: placeAt(120, 80),
        personProbability: 0.87,
        state: "confirmed",
        by: "Wang",
        decidedUtcMs: sceneUtcMs - 2 * minuteMs,
        firstSeenUtcMs: sceneUtcMs - 3 * minuteMs,
      },
    ],
    grades: gradesOf(segments),
    search: {
      pos: 0.62,
      coveredM2: 180_000,
      restOfWorld: 0.08,
      layers: [{ key: "rings", formula: "mass of an annulus / its area", source: "Koester 2008, by IGT4SAR" }],
    },
    printedUtcMs: sceneUtcMs,
    timeZone: "Asia/Shanghai",
    language: "en",
    ...change,
  };
};
