import type { VehicleAction, VehicleActionKind } from "../../../shared/wire/actions.ts";
import type { Request } from "../../../shared/wire/requests.ts";

const place = { latDeg: 30.87, lonDeg: 120.433 } as const;
const path = [place, { latDeg: 30.871, lonDeg: 120.433 }, { latDeg: 30.871, lonDeg: 120.434 }];
const operator = { id: "1f0c7a52", name: "Ann" } as const;
const other = { id: "9b1de3a0", name: "Ben" } as const;

/** The robot dog, of what only it can do. */
const dogActions: ReadonlySet<VehicleActionKind> = new Set(["follow-path", "patrol", "look-at-heat"]);

/** One of each action. */
const actions: { readonly [K in VehicleActionKind]: Extract<VehicleAction, { readonly kind: K }> } = {
  "set-mode": { kind: "set-mode", mode: "LOITER" },
  arm: { kind: "arm" },
  disarm: { kind: "disarm" },
  "take-off": { kind: "take-off", heightM: 20 },
  land: { kind: "land" },
  return: { kind: "return" },
  hold: { kind: "hold" },
  "go-to": { kind: "go-to", position: place, altitude: { reference: "ground", m: 60 }, speedMps: 6 },
  "follow-path": { kind: "follow-path", path, speedMps: 1.2 },
  patrol: { kind: "patrol", path, loops: 3, speedMps: 1.2 },
  orbit: { kind: "orbit", centre: place, radiusM: 25, clockwise: true, altitude: { reference: "home", m: 40 } },
  "set-altitude": { kind: "set-altitude", altitude: { reference: "home", m: 50 } },
  "set-speed": { kind: "set-speed", speedMps: 5 },
  "set-heading": { kind: "set-heading", headingRad: 1.571 },
  "mission-start": { kind: "mission-start" },
  "mission-pause": { kind: "mission-pause" },
  "mission-resume": { kind: "mission-resume" },
  "mission-restart": { kind: "mission-restart" },
  "mission-skip": { kind: "mission-skip", seq: 4 },
  "emergency-stop": { kind: "emergency-stop" },
  "look-at-heat": { kind: "look-at-heat", heatId: "heat-3" },
  "camera-look-at": { kind: "camera-look-at", position: place },
  "camera-follow-heat": { kind: "camera-follow-heat", heatId: "heat-3" },
  "camera-angles": { kind: "camera-angles", pitchRad: -0.785, yawRad: 0 },
  "camera-centre": { kind: "camera-centre" },
  "camera-photo": { kind: "camera-photo" },
  "camera-video": { kind: "camera-video", recording: true },
  "camera-zoom": { kind: "camera-zoom", fraction: 0.5 },
  reboot: { kind: "reboot" },
};

/**
 * One of each request. In this order they make sense one after the other for the scenario `three-kinds`, whose drone 1 has
 * that uid; a heat source, an alert and an operation have names of their own.
 */
const requests: { readonly [K in Request["kind"]]: Extract<Request, { readonly kind: K }> } = {
  "heat.decide": { kind: "heat.decide", heatId: "heat-3", decision: "confirmed", was: "new", by: "Ann" },
  "alert.acknowledge": { kind: "alert.acknowledge", alertId: "lq2x9k1-4", by: "Ann" },
  "link.add": { kind: "link.add", spec: "udpin:0.0.0.0:14550" },
  "link.remove": { kind: "link.remove", linkId: "udpin-1" },
  "serial.list": { kind: "serial.list" },
  "vehicle.rename": { kind: "vehicle.rename", vehicleId: "1", name: "D1" },
  "simulator.start": { kind: "simulator.start" },
  "vehicle.do": {
    kind: "vehicle.do",
    vehicleId: "1",
    uid: "014d4e4f5051525354555657000000000000",
    operator,
    wait: true,
    action: actions["take-off"],
  },
  "vehicles.do": {
    kind: "vehicles.do",
    vehicles: [{ vehicleId: "1" }, { vehicleId: "2" }],
    operator,
    wait: true,
    action: actions.return,
  },
  "vehicle.steer": { kind: "vehicle.steer", vehicleId: "1", operator, forward: 0.4, right: 0, up: 0, turn: -0.1 },
  "operation.cancel": { kind: "operation.cancel", operationId: "op-lq2x9k1-7", operator },
  "custody.take": { kind: "custody.take", vehicleId: "3", operator },
  "custody.ask": { kind: "custody.ask", vehicleId: "3", operator: other },
  "custody.give": { kind: "custody.give", vehicleId: "3", operator, toOperatorId: other.id },
  "custody.keep": { kind: "custody.keep", vehicleId: "3", operator: other },
  "plan.download": { kind: "plan.download", vehicleId: "1", operator, wait: true },
  "mission.clear": { kind: "mission.clear", vehicleId: "1", operator, wait: true },
  "plan.put": {
    kind: "plan.put",
    was: 0,
    operator,
    plan: {
      id: "plan-1",
      name: "North slope",
      vehicleId: "1",
      altitude: { reference: "ground", m: 60 },
      speedMps: 6,
      elements: [
        { id: "a", kind: "take-off", altitude: { reference: "home", m: 30 } },
        { id: "b", kind: "point", position: place, action: "photo" },
        { id: "c", kind: "return" },
      ],
      fences: [{ id: "f", shape: "circle", inclusion: true, centre: place, radiusM: 800 }],
      rallyPoints: [],
      reserveFraction: 0.25,
    },
  },
  "plan.upload": { kind: "plan.upload", planId: "plan-1", revision: 1, operator, wait: true },
  "plan.delete": { kind: "plan.delete", planId: "plan-1", was: 1, operator },
  "parameters.fetch": { kind: "parameters.fetch", vehicleId: "1", operator },
  "feed.add": {
    kind: "feed.add",
    vehicleId: "1",
    uri: "rtsp://192.0.2.7:8554/thermal",
    spectrum: "thermal",
    hfovRad: 0.8,
  },
  "feed.set": { kind: "feed.set", feedId: "feed-1", latencyMs: 250, latencySigmaMs: 60, rangeK: null },
  "feed.retry": { kind: "feed.retry", feedId: "feed-1" },
  "feed.mark": { kind: "feed.mark", feedId: "feed-1", what: "person", x: 0.41, y: 0.63, by: "Ann" },
  "feed.remove": { kind: "feed.remove", feedId: "feed-1" },
  "camera.correct": { kind: "camera.correct", vehicleId: "1", manualHeadingRad: 0.05, apply: true },
  "landmark.put": {
    kind: "landmark.put",
    landmark: { id: "gate", name: "Sluice gate", kind: "mark", position: place, sigmaM: 0.5 },
  },
  "landmark.delete": { kind: "landmark.delete", landmarkId: "gate" },
  "heat.identify": { kind: "heat.identify", heatId: "heat-3", identity: { kind: "vehicle", vehicleId: "2" } },
  "terrain.remove": { kind: "terrain.remove", name: "N30E120.hgt" },
  "incident.open": {
    kind: "incident.open",
    incident: {
      name: "Linghu, 3 November",
      nature: "lost",
      reporter: { name: "Shen", phone: "", relation: "daughter" },
    },
    subject: {
      name: "Shen Amei",
      age: 90,
      category: "dementia",
      terrainClass: "else",
      lastSeen: { place, utcMs: 1_793_712_000_000, kind: "PLS" },
      ipp: { place, utcMs: 1_793_712_000_000 },
    },
    operator,
  },
  "incident.put": {
    kind: "incident.put",
    thing: "team",
    thingId: "team-1",
    fields: { name: "Linghu 1", mode: "foot", state: "ready" },
    operator,
  },
  "incident.put-many": {
    kind: "incident.put-many",
    things: [{ thing: "segment", thingId: "segment-1", fields: { name: "AA", ring: path } }],
    operator,
  },
  "incident.step": {
    kind: "incident.step",
    thing: "team",
    thingId: "team-1",
    step: "note",
    text: "Radio checked",
    operator,
  },
  "incident.place": { kind: "incident.place", who: "team/team-1", place, operator },
  "incident.send": {
    kind: "incident.send",
    assignment: { to: { kind: "team", id: "team-1" }, task: "search", segmentIds: ["segment-1"], searchType: 2 },
    operator,
  },
  "incident.invite": { kind: "incident.invite", purpose: "join", role: "searcher", name: "Linghu 1", teamId: "team-1" },
  "incident.show": { kind: "incident.show", incidentId: "incident-1" },
  "search.divide": { kind: "search.divide", ring: path, by: "grid", sizeM2: 40_000 },
  "search.propose": { kind: "search.propose", horizonMin: 60 },
  "search.nearest": { kind: "search.nearest", place, count: 10 },
  "search.correlate": { kind: "search.correlate", datasetId: "dataset-1", maxSpeedMps: 1.5, maxDistanceM: 5_000 },
  "archive.note": {
    kind: "archive.note",
    missionId: "mission-1",
    note: { id: "note-1", positionMs: 61_500, text: "Something warm under the bridge?", place },
    by: "Ann",
  },
  "archive.note-remove": { kind: "archive.note-remove", missionId: "mission-1", noteId: "note-1" },
  "archive.rename": { kind: "archive.rename", missionId: "mission-1", name: "North slope, first night" },
  "archive.remove": { kind: "archive.remove", missionId: "mission-1" },
  "archive.offset": { kind: "archive.offset", missionId: "mission-1", log: 1, offsetMs: 12_500 },
  "archive.video-offset": {
    kind: "archive.video-offset",
    missionId: "mission-1",
    feedId: "video-thermal.mp4",
    offsetMs: 61_200,
  },
  "parameters.set": {
    kind: "parameters.set",
    vehicleId: "1",
    operator,
    wait: true,
    values: [{ name: "WPNAV_SPEED", value: 600 }],
  },
};

/** Every kind of request, and every action of `vehicle.do`, by name, as OpenAPI has its examples. */
export const requestExamples = (): Readonly<Record<string, { readonly summary: string; readonly value: Request }>> => ({
  ...Object.fromEntries(Object.entries(requests).map(([kind, value]) => [kind, { summary: kind, value }])),
  ...Object.fromEntries(
    Object.values(actions).map((action) => {
      const vehicleId = dogActions.has(action.kind) ? "2" : "1";
      const value: Request = { kind: "vehicle.do", vehicleId, operator, action };
      return [`vehicle.do: ${action.kind}`, { summary: `vehicle.do ${action.kind}`, value }];
    }),
  ),
});
