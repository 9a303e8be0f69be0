import { inverseGeodesic } from "../../geo/geodesic.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import type { Frame } from "../../mavlink/frame.ts";
import type { MavlinkMessage } from "../../mavlink/messages.ts";
import type { LastSeen } from "../../plan/ghost/last-seen.ts";
import { lowBatteryOf } from "../../plan/ghost/low-battery.ts";
import { wrapTurn } from "../../units/angle.ts";
import { Fleet } from "../../vehicle/fleet.ts";
import type { VehicleId, VehicleLink, VehicleState } from "../../vehicle/vehicle-state.ts";
import { given, placeE7 } from "../../vehicle/wire-values.ts";
import { LogFactBook, type VehicleFacts } from "../facts/log-facts.ts";
import type { MissionItemFact } from "../facts/mission-facts.ts";
import { FlownSpeed, withFlownSpeed } from "./flown-speed.ts";
import { hypothesesOf, type LostSituation } from "./hypotheses.ts";
import type { LastPlace, LogInstant, LostVehicle, NearestThing } from "./lost-vehicle.ts";

/** A frame of a log, in its order. */
export interface LostInput {
  /** Borrowed. */
  readonly frame: Frame;
  readonly message: MavlinkMessage | undefined;
  readonly positionMs: number;
  readonly utcMs: number | undefined;
}

const tickMs = 250;
const channelId = "log";
/** A receiver that doesn't say how exact it is. */
const usualWithinM = 10;
const shownTexts = 5;
/** Items of a mission with a place of their own: the commands that go somewhere (MAV_CMD_NAV_*). */
const lastNavCommand = 95;
/** MAV_FRAMEs that count in degrees. */
const globalFrames: ReadonlySet<number> = new Set([0, 3, 5, 6, 10, 11]);

/** Follows all vehicles of a log to its end by the live station's reducers, then says where each can be. */
export class LostWatch {
  readonly #fleet = new Fleet({ ownSystemId: 255, replay: true });
  readonly #book = new LogFactBook();
  /** The last link quality while it was heard: behind that it only says that nothing comes. */
  readonly #links = new Map<VehicleId, VehicleLink>();
  /** UTC less position when each vehicle was heard last; clocks may jump between. */
  readonly #utcOffsetMs = new Map<number, number>();
  readonly #speeds = new Map<VehicleId, FlownSpeed>();
  #endMs = 0;
  #tickedMs = Number.NEGATIVE_INFINITY;

  receive({ frame, message, positionMs, utcMs }: LostInput): void {
    this.#endMs = positionMs;
    if (utcMs !== undefined) this.#utcOffsetMs.set(frame.systemId, utcMs - positionMs);
    this.#fleet.receive({ channelId, frame, message, nowMs: positionMs, utcMs: utcMs ?? positionMs });
    if (message !== undefined && this.#book.wants(frame.messageId)) {
      const { systemId, componentId } = frame;
      this.#book.add(message, { utcUs: utcMs === undefined ? undefined : utcMs * 1000, systemId, componentId });
    }
    if (positionMs - this.#tickedMs < tickMs) return;
    this.#tickedMs = positionMs;
    this.#fleet.tick(positionMs, utcMs ?? positionMs);
    for (const { id, presence, links, velocity } of this.#fleet.vehicles.values()) {
      const [link] = links;
      if (link !== undefined && presence.state === "heard") this.#links.set(id, link);
      if (velocity?.groundMps !== undefined) this.#speedOf(id).note(velocity.atMs, velocity.groundMps);
    }
  }

  /** @param afterS how long after its last known place each is asked for; absent: until its battery is empty */
  result(afterS: number | undefined): readonly LostVehicle[] {
    const facts = new Map(this.#book.facts.vehicles.map((vehicle) => [vehicle.systemId, vehicle]));
    return [...this.#fleet.vehicles.values()].map((vehicle) =>
      this.#lost(vehicle, facts.get(vehicle.systemId), afterS),
    );
  }

  #speedOf(id: VehicleId): FlownSpeed {
    let speed = this.#speeds.get(id);
    if (speed === undefined) {
      speed = new FlownSpeed();
      this.#speeds.set(id, speed);
    }
    return speed;
  }

  #instant(systemId: number, positionMs: number): LogInstant {
    const offsetMs = this.#utcOffsetMs.get(systemId);
    return { positionMs, ...(offsetMs === undefined ? {} : { utcMs: positionMs + offsetMs }) };
  }

  #lost(vehicle: VehicleState, facts: VehicleFacts | undefined, asked: number | undefined): LostVehicle {
    const { id, systemId, kind, autopilot, velocity, headingRad, battery, gps, presence } = vehicle;
    const link = this.#links.get(id);
    const seen = lastSeen(vehicle, facts, this.#speedOf(id).fastestMps);
    const emptyAfterS = lowBatteryOf(seen).emptyS;
    const afterS = asked ?? emptyAfterS;
    const lastPlace = this.#lastPlace(vehicle);
    const speedMps = velocity?.groundMps;
    const course =
      velocity?.northMps === undefined || velocity.eastMps === undefined || (speedMps ?? 0) < 0.5
        ? undefined
        : wrapTurn(Math.atan2(velocity.eastMps, velocity.northMps));
    return {
      ...{ vehicleId: id, systemId, kind, autopilot, armed: vehicle.armed, systemStatus: vehicle.systemStatus },
      lastHeard: this.#instant(systemId, presence.lastHeardMs),
      ...given("lastPlace", lastPlace),
      ...given("speedMps", speedMps),
      ...given("courseRad", course),
      ...given("headingRad", headingRad),
      ...given("climbMps", velocity?.climbMps ?? (velocity?.downMps === undefined ? undefined : -velocity.downMps)),
      ...given("mode", vehicle.mode?.name),
      ...(battery === undefined
        ? {}
        : {
            battery: { ...given("fraction", battery.fraction), ...given("voltageV", battery.voltageV), emptyAfterS },
          }),
      ...(gps === undefined
        ? {}
        : { gps: { fix: gps.fix, ...given("satellites", gps.satellites), ...given("hdop", gps.hdop) } }),
      ...(link === undefined ? {} : { link: { lossFraction: link.lossFraction, messagesPerS: link.messagesPerS } }),
      silentS: Math.max(0, this.#endMs - presence.lastHeardMs) / 1000,
      lastTexts: vehicle.statusTexts.slice(-shownTexts).map(({ text }) => text),
      ...(lastPlace === undefined ? {} : given("nearest", nearestOf(lastPlace, vehicle, facts))),
      afterS,
      hypotheses: lastPlace === undefined ? [] : hypothesesOf(situationOf(seen, lastPlace, afterS)),
    };
  }

  #lastPlace({ systemId, position, gps }: VehicleState): LastPlace | undefined {
    if (position === undefined) return undefined;
    const { latDeg, lonDeg, altMslM, altHomeM, altTerrainM, atMs } = position;
    return {
      ...{ latDeg, lonDeg },
      ...this.#instant(systemId, atMs),
      ...given("altMslM", altMslM),
      ...given("aboveHomeM", altHomeM),
      ...given("aboveGroundM", altTerrainM),
      withinM: gps?.horizontalAccuracyM === undefined ? usualWithinM : 2 * gps.horizontalAccuracyM,
    };
  }
}

const missionOf = (facts: VehicleFacts | undefined): readonly MissionItemFact[] => {
  const main = ({ missionType }: { readonly missionType: number }) => missionType === 0;
  const transfer = facts?.mission.readBack.find(main) ?? facts?.mission.uploaded.find(main);
  return transfer?.items ?? [];
};

/** Degrees: farther than anything flies. */
const outOfReachDeg = 5;

/**
 * Whether anybody listened behind the log's end isn't known: with the station out of reach nothing that would have brought the
 * vehicle back into its range is ruled out.
 */
const nowhere = (place: LatLon): LatLon => ({
  latDeg: place.latDeg + (place.latDeg > 0 ? -outOfReachDeg : outOfReachDeg),
  lonDeg: place.lonDeg,
});

const lastSeen = (vehicle: VehicleState, facts: VehicleFacts | undefined, fastestMps: number): LastSeen => {
  const items = missionOf(facts);
  // A mission with holes, of a damaged log, says nothing of where it goes.
  const isWhole = items.length > 0 && items.every(({ seq }, index) => seq === index);
  return {
    vehicle,
    lostMs: vehicle.position?.atMs ?? vehicle.presence.lastHeardMs,
    ...(isWhole ? { mission: withFlownSpeed(items, fastestMps) } : {}),
    ...(vehicle.position === undefined ? {} : { station: nowhere(vehicle.position) }),
    parameter: (name) => facts?.parameters.parameters[name]?.value,
  };
};

const situationOf = (seen: LastSeen, place: LastPlace, afterS: number): LostSituation => ({
  ...{ seen, place, afterS, withinM: place.withinM },
  heightM: place.aboveGroundM ?? place.aboveHomeM,
  isHeightAboveGround: place.aboveGroundM !== undefined,
});

const nearestOf = (
  place: LatLon,
  { home }: VehicleState,
  facts: VehicleFacts | undefined,
): NearestThing | undefined => {
  const items = missionOf(facts).flatMap((item) => {
    const isPlace = item.seq > 0 && item.command <= lastNavCommand && globalFrames.has(item.frame);
    const at = isPlace ? placeE7(item.x, item.y) : undefined;
    return at === undefined ? [] : [{ ...at, name: `mission item ${item.seq}` }];
  });
  const things = [
    ...(home === undefined ? [] : [{ latDeg: home.latDeg, lonDeg: home.lonDeg, name: "home" }]),
    ...items,
  ];
  let nearest: NearestThing | undefined;
  for (const thing of things) {
    const { distanceM, azimuthRad } = inverseGeodesic(thing, place);
    if (nearest === undefined || distanceM < nearest.distanceM) nearest = { ...thing, distanceM, azimuthRad };
  }
  return nearest;
};
