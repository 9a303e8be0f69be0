import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import type { FlownFrame } from "../search/fly-search.ts";
import { Random } from "../simulated-pass.ts";
import type { NetworkWord } from "./network-words.ts";

/** Another vehicle's or a later look gets a word of its own so often, else what was said of the thing before. */
const OWN_WORD = 0.5;
/** From picture to picture the word wanders so much, log-odds. */
const WANDER = 0.7;
/** A box flickers: it is missing in so many pictures. */
const MISSING = 0.1;
const LOOK_MS = 8000;

/**
 * Frames as if the network had searched them too: each warm thing, and each place where nothing is, gets the word that the
 * network had for a person or for anything else but a car (the simulator's are too large for the list) in real pictures. It
 * says nearly the same in all pictures of a look, and often the same in the next look.
 */
export function* sayWords(
  frames: Iterable<FlownFrame>,
  words: readonly NetworkWord[],
  seed: number,
): Generator<FlownFrame> {
  const random = new Random(seed);
  const people = words.filter(({ truth }) => truth === "person");
  const others = words.filter(({ truth }) => truth !== "person" && truth !== "car");
  const ofThings = new Map<string, NetworkWord | undefined>();
  const ofLooks = new Map<string, NetworkWord | undefined>();
  const drawn = (isPerson: boolean) => {
    const pool = isPerson ? people : others;
    return pool[Math.floor(random.uniform(0, pool.length))];
  };
  for (const frame of frames) {
    const { vehicleId, nowMs, sightings } = frame.observation;
    const said = sightings.map((sighting, i) => {
      const thing = frame.shows[i] ?? placeName(sighting.georeference);
      const isPerson = thing === "person";
      const look = `${thing} ${vehicleId} ${Math.floor(nowMs / LOOK_MS)}`;
      if (!ofThings.has(thing)) ofThings.set(thing, drawn(isPerson));
      if (!ofLooks.has(look)) ofLooks.set(look, random.uniform() < OWN_WORD ? drawn(isPerson) : ofThings.get(thing));
      const word = ofLooks.get(look)?.personProbability;
      return { ...sighting, searched: true, spot: spoken(sighting.spot, word, random) };
    });
    yield { ...frame, observation: { ...frame.observation, sightings: said } };
  }
}

const spoken = (spot: HotSpot, word: number | undefined, random: Random): HotSpot => {
  const isMissing = random.uniform() < MISSING;
  if (word === undefined || isMissing) return spot;
  const sure = Math.min(0.999, Math.max(0.001, word));
  const logit = Math.log(sure / (1 - sure)) + random.normal(WANDER);
  return { ...spot, category: sure < 0.01 ? "other" : "person", personProbability: 1 / (1 + Math.exp(-logit)) };
};

type Georeference = FlownFrame["observation"]["sightings"][number]["georeference"];

/** Some 10 m across. */
const placeName = (place: Georeference): string =>
  place.located ? `${place.position.latDeg.toFixed(4)} ${place.position.lonDeg.toFixed(4)}` : "nowhere";
