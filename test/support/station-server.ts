import { AlertBook } from "../../electron/station/alert-book.ts";
import { EventLog } from "../../electron/station/event-log.ts";
import type { PublishedState } from "../../electron/station/published-state.ts";
import { DeltaPublisher } from "../../electron/station/server/delta-publisher.ts";
import { type HttpServer, listen } from "../../electron/station/server/http-server.ts";
import type { StationService } from "../../electron/station/server/station-service.ts";
import type { VehicleView } from "../../shared/wire/state.ts";

/** A clock that tests move. */
export const handClock = (nowMs = 1000) => {
  const clock = {
    now: nowMs,
    nowMs: () => clock.now,
    utcMs: () => 1_700_000_000_000 + clock.now,
    rate: () => 1,
  };
  return clock;
};

export const vehicleView = (id: string, change: Partial<VehicleView> = {}): VehicleView => ({
  id,
  systemId: Number(id),
  kind: "multirotor",
  autopilot: "ardupilot",
  mavType: 2,
  presence: { state: "heard", sinceMs: 0, lastHeardMs: 0 },
  armed: false,
  systemStatus: "standby",
  cameras: [],
  statusTexts: [],
  links: [],
  name: `D${id}`,
  colourIndex: 0,
  ...change,
});

export const emptyState = (): PublishedState => ({
  station: {
    mode: "live",
    version: "0.0.0",
    gcsSystemId: 255,
    recording: { state: "off" },
    hasBaseMap: false,
  },
  vehicles: new Map(),
  heat: new Map(),
  links: new Map(),
  alerts: new Map(),
  plans: new Map(),
  operations: new Map(),
  feeds: new Map(),
  landmarks: new Map(),
  things: new Map(),
  whereabouts: new Map(),
  grades: new Map(),
});

/** A server with nothing behind it but a state that the test sets. */
export const serveState = async (change: Partial<StationService> = {}, rendererFolder = "/nonexistent") => {
  const clock = handClock();
  const events = new EventLog({ clock, keep: () => ({ ok: true }) });
  const alerts = new AlertBook({ clock, onRaised: () => {} });
  const world = { state: emptyState(), requests: [] as unknown[] };
  const clockView = () => ({ nowMs: clock.nowMs(), utcMs: clock.utcMs(), rate: 1 });
  const snapshot = () => ({
    clock: clockView(),
    station: world.state.station,
    vehicles: Object.fromEntries(world.state.vehicles),
    trails: {},
    heat: Object.fromEntries(world.state.heat),
    links: Object.fromEntries(world.state.links),
    alerts: Object.fromEntries(world.state.alerts),
    plans: {},
    operations: {},
    feeds: {},
    landmarks: {},
    things: {},
    whereabouts: {},
    grades: {},
    eventN: events.newestN,
    numbering: events.numbering,
  });
  const publisher = new DeltaPublisher({ events, state: () => world.state, clock: clockView, snapshot });
  const service: StationService = {
    snapshot,
    request: async (request) => {
      world.requests.push(request);
      return { ok: true };
    },
    invites: {
      lookUp: () => undefined,
      standing: () => ({ state: "revoked" }),
      onChanged: () => () => {},
    },
    field: { things: world.state.things, whereabouts: world.state.whereabouts, centre: undefined, clock },
    help: { calledOutside: () => {}, answered: () => {} },
    incidents: {
      list: () => [],
      log: () => undefined,
      merge: async () => ({ ok: false, code: "not-possible", detail: "Nothing is behind this server." }),
    },
    tracks: () => undefined,
    files: {
      keep: async () => ({ ok: false, fault: { code: "not-possible", detail: "Nothing is behind this server." } }),
      file: () => undefined,
      preview: () => undefined,
    },
    join: () => () => {},
    steer: () => {},
    parameters: { list: () => undefined, file: () => undefined, diff: () => undefined },
    planFiles: {
      import: async () => ({ ok: false, fault: { code: "not-possible", detail: "Nothing is behind this server." } }),
      export: () => undefined,
    },
    baseMap: () => undefined,
    thumbnail: () => undefined,
    crop: () => undefined,
    feeds: { has: () => false, watch: () => undefined, look: async () => undefined, picture: async () => undefined },
    search: {
      version: 0,
      tile: async () => undefined,
      at: async () => undefined,
      importDataset: async () => ({
        ok: false,
        fault: { code: "not-possible", detail: "Nothing is behind this server." },
      }),
      dataset: async () => undefined,
    },
    archive: {
      list: async () => ({ missions: [] }),
      details: async () => undefined,
      take: async () => undefined,
      on: () => () => {},
    },
    missionFiles: {
      take: async () => ({ ok: false, fault: { code: "not-possible", detail: "Nothing is behind this server." } }),
      export: async () => ({ ok: false, fault: { code: "not-possible", detail: "Nothing is behind this server." } }),
      verify: async () => undefined,
    },
    addTerrain: async () => ({ ok: false, fault: { code: "not-possible", detail: "Nothing is behind this server." } }),
    examples: { list: async () => [], zip: () => undefined },
    reports: {
      report: () => undefined,
      form: () => undefined,
      export: () => undefined,
      print: async () => ({ ok: false, code: "no-browser", detail: "Nothing is behind this server." }),
    },
    thermalPicture: async () => undefined,
    ...change,
  };
  const token = "test-token";
  const result = await listen({ host: "127.0.0.1", port: 0, token, service, publisher, rendererFolder });
  if (!result.ok) throw new Error(result.fault.detail);
  const server: HttpServer = result.server;
  const origin = `http://127.0.0.1:${server.port}`;
  const headers = { authorization: `Bearer ${token}` };
  return { clock, events, alerts, world, publisher, service, server, origin, token, headers };
};
