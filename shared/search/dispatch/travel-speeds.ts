/** Tobler's peak, 6 km/h down a slope of 5 %, m/s. */
const peakMps = 6 / 3.6;

/** Off paths walking takes 1 / 0.6 as long (Tobler 1993). */
export const offPathFactor = 0.6;

/**
 * Walking speed on a path, m/s: 6 exp(-3.5 |slope + 0.05|) km/h (W. Tobler, Three Presentations on Geographical Analysis
 * and Modeling, NCGIA Technical Report 93-1, 1993). Healthy hikers without a load.
 * @param slope rise over run in the direction of travel; 0 is level
 */
export const walkingMps = (slope: number): number => peakMps * Math.exp(-3.5 * Math.abs(slope + 0.05));

/** What is taken where nobody says a speed, m/s. Only walking has a source (Tobler on the level); the others are assumptions. */
export const travelSpeeds = {
  foot: walkingMps(0),
  /** 40 km/h: village roads at night. */
  wheels: 40 / 3.6,
  /** 20 km/h. */
  bike: 20 / 3.6,
  /** 15 km/h: an inflatable with an outboard motor. */
  boat: 15 / 3.6,
} as const;

/** How fast tracks and open ground are, as a share of the speed on a road; assumptions. 0: not at all. */
export const groundFactors = {
  wheels: { track: 0.4, open: 0 },
  bike: { track: 0.7, open: 0.35 },
} as const;

/** To wade or jump a ditch or brook, s; an assumption. Wheels cross only by a road. */
export const streamOnFootS = 30;

/** Where no map is known, the way is this many times the straight line: an assumption for networks of roads and paths. */
export const detourFactors = { foot: 1.4, wheels: 1.4, bike: 1.4, boat: 1.4, wing: 1 } as const;
