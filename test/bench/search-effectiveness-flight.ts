import { type PlanePoint, type PlaneRing, planeDistanceM } from "../../shared/geo/polygon.ts";

/** A vehicle that searches, and its sensor. */
export interface BenchVehicle {
  readonly id: string;
  readonly kind: "drone" | "dog";
  readonly speedMps: number;
  /** What its camera sees of the ground: across and along its way, m. */
  readonly swathM: number;
  readonly alongM: number;
  /** True probability that one pass finds a person in the footprint. */
  readonly detection: number;
  readonly turnS: number;
  /** Of one battery, s; when it is used up but for the reserve the vehicle must be at home. */
  readonly batteryS: number;
  readonly reserveS: number;
  readonly swapS: number;
}

/**
 * M3T at 100 m looking straight down: 84.4 x 67.5 m (sar.md 3), 5.4 m/s for live watching, W = .8 swath. The battery and the
 * swap are those of the built-in scenario, half an hour and 2 minutes. The dog goes 1.2 m/s as there; with 6.79 mrad a
 * pixel and 4 pixels of half a metre for detection it sees 18 m far, 57 degrees wide: 20 m.
 */
const drone = {
  kind: "drone",
  speedMps: 5.4,
  swathM: 84.4,
  alongM: 67.5,
  detection: 0.8,
  turnS: 4,
  batteryS: 1800,
  reserveS: 180,
  swapS: 120,
} as const;

export const vehicles: readonly BenchVehicle[] = [
  { id: "D1", ...drone },
  { id: "D2", ...drone },
  {
    id: "R1",
    kind: "dog",
    speedMps: 1.2,
    swathM: 20,
    alongM: 18,
    detection: 0.8,
    turnS: 2,
    batteryS: 4 * 3600,
    reserveS: 900,
    swapS: 180,
  },
];

/** Where a vehicle is and how long its battery lasts. */
export interface VehicleState {
  readonly vehicle: BenchVehicle;
  at: PlanePoint;
  headingRad: number | undefined;
  batteryS: number;
}

/** Decides where vehicles go; knows nothing but their states and what it was shown. */
export interface Pilot {
  /** The way on from where the vehicle is, without that place; empty: home. Asked when the last way is done. */
  next(state: VehicleState, nowS: number): readonly PlanePoint[];
  /** What a sensor has just looked at without finding anybody. */
  saw(state: VehicleState, footprint: PlaneRing, nowS: number, seconds: number): void;
}

export const home: PlanePoint = { northM: 0, eastM: 0 };

const tickS = 4;

interface Flight extends VehicleState {
  way: PlanePoint[];
  /** Standing until then: turning, or with its battery being changed. */
  busyUntilS: number;
  isGoingHome: boolean;
}

const footprintOf = ({ at, headingRad = 0, vehicle: { swathM, alongM } }: Flight): PlaneRing => {
  const [cos, sin] = [Math.cos(headingRad), Math.sin(headingRad)];
  const corner = (ahead: number, right: number): PlanePoint => ({
    northM: at.northM + (ahead * alongM * cos - right * swathM * sin) / 2,
    eastM: at.eastM + (ahead * alongM * sin + right * swathM * cos) / 2,
  });
  return [corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)];
};

/**
 * Flies a search in ticks of 4 s (22 m of a drone's way) until somebody is found.
 * @param look whether a sensor finds the person now
 * @returns when, s, or undefined
 */
export const fly = (
  pilot: Pilot,
  look: (sensorId: string, footprint: PlaneRing, nowS: number, detection: number) => boolean,
  untilS: number,
): number | undefined => {
  const flights = vehicles.map(
    (vehicle): Flight => ({
      vehicle,
      at: home,
      headingRad: undefined,
      batteryS: vehicle.batteryS,
      way: [],
      busyUntilS: 0,
      isGoingHome: false,
    }),
  );
  for (let nowS = tickS; nowS <= untilS; nowS += tickS) {
    for (const flight of flights) {
      if (!move(flight, pilot, nowS)) continue;
      const footprint = footprintOf(flight);
      if (look(flight.vehicle.id, footprint, nowS, flight.vehicle.detection)) return nowS;
      pilot.saw(flight, footprint, nowS, tickS);
    }
  }
  return undefined;
};

/** One tick. @returns whether its sensor looks: not while the battery is changed */
const move = (flight: Flight, pilot: Pilot, nowS: number): boolean => {
  const { vehicle } = flight;
  let leftS = tickS;
  if (flight.busyUntilS > nowS) {
    flight.batteryS -= flight.isGoingHome ? 0 : tickS;
    return !flight.isGoingHome;
  }
  flight.isGoingHome = flight.isGoingHome && flight.way.length > 0;
  flight.batteryS -= tickS;
  const mustGoHome = () =>
    flight.batteryS - vehicle.reserveS - planeDistanceM(flight.at, home) / vehicle.speedMps <= tickS;
  for (let guard = 0; leftS > 0 && guard < 50; guard += 1) {
    if (!flight.isGoingHome && mustGoHome()) {
      flight.way = [home];
      flight.isGoingHome = true;
    }
    if (flight.way.length === 0) {
      if (flight.isGoingHome) break;
      flight.way = [...pilot.next(flight, nowS)];
      if (flight.way.length === 0) {
        flight.way = [home];
        flight.isGoingHome = true;
      }
    }
    const to = flight.way[0];
    if (to === undefined) break;
    const wayM = planeDistanceM(flight.at, to);
    if (wayM > 0.01) {
      const headingRad = Math.atan2(to.eastM - flight.at.eastM, to.northM - flight.at.northM);
      const turned = flight.headingRad === undefined ? 0 : 1 - Math.cos(headingRad - flight.headingRad);
      flight.headingRad = headingRad;
      leftS -= (vehicle.turnS * turned) / 2;
      const goM = Math.min(wayM, Math.max(0, leftS) * vehicle.speedMps);
      flight.at = {
        northM: flight.at.northM + goM * Math.cos(headingRad),
        eastM: flight.at.eastM + goM * Math.sin(headingRad),
      };
      leftS -= goM / vehicle.speedMps;
      if (goM < wayM) break;
    }
    flight.at = to;
    flight.way.shift();
    if (flight.isGoingHome && flight.way.length === 0) {
      flight.batteryS = vehicle.batteryS;
      flight.busyUntilS = nowS + vehicle.swapS;
      return false;
    }
  }
  return true;
};
