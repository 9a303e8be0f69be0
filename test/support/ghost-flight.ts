import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { LocalFrame, northEastM } from "../../shared/geo/local-frame.ts";
import { isInRing, type PlaneRing, ringAreaM2 } from "../../shared/geo/polygon.ts";
import { decodeMessage, FrameWriter } from "../../shared/mavlink/codec.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { GhostPredictor } from "../../shared/plan/ghost/predict-ghost.ts";
import type { MissionItem } from "../../shared/protocols/mission/mission-item.ts";
import type { Ghost } from "../../shared/vehicle/ghost.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../shared/wire/actions.ts";
import { buildItem } from "./build-mission.ts";
import { FlightRig } from "./flight-rig.ts";
import { VirtualVehicle, type VirtualVehicleOptions, virtualHome } from "./virtual-vehicle.ts";

/** A flight whose link is cut. */
export interface GhostFlight {
  readonly kind: VirtualVehicleOptions["kind"];
  readonly seed?: number;
  /** Set on the vehicle. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Whether the station had read them. */
  readonly isRead: boolean;
  /** Items after home, ArduPilot's own first item is put in front where it needs one. */
  readonly mission?: readonly MissionItem[];
  /** What it was told, in order, each finished before the next. */
  readonly actions: readonly VehicleAction[];
  /** It flies on like this until its link is cut, s. */
  readonly cutAfterS: number;
  /** Only what the vehicle says is lost: it goes on hearing the station. */
  readonly onlyDown?: boolean;
  /** Looked at for so long, s. */
  readonly watchS: number;
  readonly goTo?: LatLon & { readonly altMslM?: number };
}

export interface GhostSample {
  readonly afterS: number;
  readonly ghost: Ghost;
  readonly truth: LatLon;
  readonly isInside: boolean;
  readonly offM: number;
  readonly regionM2: number;
}

/** Some metres from where virtual vehicles stand. */
export const fromHome = (northM: number, eastM: number): LatLon => new LocalFrame(virtualHome).toLatLon(northM, eastM);

/** A waypoint, a speed or a return for a mission; heights above home. */
export const waypoint = (northM: number, eastM: number, z: number, change: Partial<MissionItem> = {}): MissionItem => {
  const { latDeg, lonDeg } = fromHome(northM, eastM);
  return buildItem({ x: Math.round(latDeg * 1e7), y: Math.round(lonDeg * 1e7), z, ...change });
};

/** Gives a vehicle its mission by the mission protocol, before anybody listens. */
const upload = (vehicle: VirtualVehicle, items: readonly MissionItem[]): void => {
  const writer = new FrameWriter({ systemId: 255, componentId: 190 });
  const scanner = new FrameScanner();
  const target = { targetSystem: 1, targetComponent: 1, missionType: 0 };
  let accepted = false;
  const off = vehicle.onBytes((bytes) =>
    scanner.push(bytes, (frame) => {
      const message = decodeMessage(frame);
      if (message?.name === "MISSION_ACK") accepted = message.fields.type === 0;
      if (message?.name !== "MISSION_REQUEST_INT" && message?.name !== "MISSION_REQUEST") return;
      const { seq } = message.fields;
      const item = items[seq];
      if (item === undefined) return;
      const { frame: frameOf, command, autocontinue, params, x, y, z } = item;
      const [param1, param2, param3, param4] = params;
      const fields = {
        ...target,
        seq,
        frame: frameOf,
        command,
        current: 0,
        autocontinue,
        param1,
        param2,
        param3,
        param4,
        x,
        y,
        z,
      };
      pending.push(() => vehicle.receive(writer.write("MISSION_ITEM_INT", fields)));
    }),
  );
  const pending: (() => void)[] = [];
  vehicle.receive(writer.write("MISSION_COUNT", { ...target, count: items.length }));
  for (let i = 0; i < 1000 && !accepted; i += 1) {
    for (const send of pending.splice(0)) send();
    vehicle.stepTo(vehicle.nowMs + 100);
  }
  off();
  if (!accepted) throw new Error("The vehicle took no mission.");
};

/** Flies, cuts the link, and compares where the ghost is with where the vehicle truly is, once a second. */
export const flyGhost = async (flight: GhostFlight): Promise<readonly GhostSample[]> => {
  const vehicle = new VirtualVehicle({
    kind: flight.kind,
    ...(flight.seed === undefined ? {} : { seed: flight.seed }),
  });
  const table = vehicle.vehicle.autopilot.parameters;
  for (const [name, value] of Object.entries(flight.parameters)) table.set(name, value);
  const home = buildItem({ frame: 0, z: 0 });
  const items = flight.mission && (flight.kind === "px4-copter" ? flight.mission : [home, ...flight.mission]);
  if (items) upload(vehicle, items);
  const rig = new FlightRig();
  const offsetMs = vehicle.nowMs;
  rig.connect("radio", {
    receive: (bytes) => vehicle.receive(bytes),
    onBytes: (listener) => vehicle.onBytes(listener),
    stepTo: (ms) => vehicle.stepTo(ms + offsetMs),
  });
  rig.pass(20_000);
  for (const action of flight.actions) {
    const view = await rig.finish(action, 120_000);
    if (view.state !== "done") throw new Error(`${action.kind}: ${JSON.stringify(view)}`);
    // A take-off is done as soon as it climbs.
    if (action.kind === "take-off") rig.pass(20_000);
  }
  rig.pass(flight.cutAfterS * 1000);
  if (flight.onlyDown === true) rig.cutDown("radio");
  else rig.cut("radio");
  const seen = rig.vehicle();
  const predictor = GhostPredictor.of({
    vehicle: seen,
    lostMs: seen.presence.lastHeardMs,
    mission: items,
    parameter: (name) => (flight.isRead ? table.byName(name)?.paramValue : undefined),
    goTo: flight.goTo,
  });
  if (predictor === undefined) throw new Error("No position.");
  const samples: GhostSample[] = [];
  for (let afterS = 4; afterS <= flight.watchS; afterS += 1) {
    rig.pass(1000);
    samples.push(sampleOf(vehicle, predictor.at(rig.nowMs), afterS));
  }
  return samples;
};

const sampleOf = (vehicle: VirtualVehicle, ghost: Ghost, afterS: number): GhostSample => {
  const { plane, truth: body } = vehicle.vehicle;
  const truth = plane.toLatLon(body.eastM, body.northM);
  const frame = new LocalFrame(truth);
  const region: PlaneRing = ghost.region.map((place) => frame.toNorthEast(place));
  const { northM, eastM } = northEastM(truth, ghost);
  return {
    afterS,
    ghost,
    truth,
    isInside: isInRing({ northM: 0, eastM: 0 }, region),
    offM: Math.hypot(northM, eastM),
    regionM2: Math.abs(ringAreaM2(region)),
  };
};

const unknown: VehicleState = {
  id: "1",
  systemId: 1,
  kind: "multirotor",
  mavType: 2,
  autopilot: "ardupilot",
  presence: { state: "lost", sinceMs: 0, lastHeardMs: 0 },
  armed: true,
  systemStatus: "active",
  cameras: [],
  statusTexts: [],
  links: [],
};

/** A vehicle of which only what is given is known. */
export const bareVehicle = (known: Partial<VehicleState> = {}): VehicleState => ({ ...unknown, ...known });
