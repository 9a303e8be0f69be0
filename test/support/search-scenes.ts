import { encode } from "fast-png";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { Author, StepName } from "../../shared/incident/incident-event.ts";
import type { Step, Thing } from "../../shared/incident/thing.ts";
import type { ThingFields, ThingKind } from "../../shared/incident/things.ts";
import { shadeColour, shadeOf } from "../../shared/search/density-colour.ts";
import type { SearchView, SegmentGrade, Whereabouts } from "../../shared/wire/incident.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildDog, buildLink, buildSnapshot, buildVehicle, placeAt, sceneUtcMs } from "./build-views.ts";

const coordinator: Author = { id: "operator-1", name: "Chen", role: "coordinator" };

export const buildStep = (step: StepName, minutesAgo: number, change: Partial<Step> = {}): Step => ({
  step,
  by: coordinator,
  utcMs: sceneUtcMs - minutesAgo * 60_000,
  ...change,
});

/** A thing as the station publishes it; every field can be given. */
export const buildThing = <K extends ThingKind>(
  kind: K,
  id: string,
  fields: ThingFields[K],
  steps: readonly Step[] = [],
): Thing =>
  ({
    kind,
    id,
    fields,
    steps,
    createdBy: coordinator,
    createdUtcMs: sceneUtcMs - 3_600_000,
    changedBy: coordinator,
    changedUtcMs: sceneUtcMs - 600_000,
    seen: { "station-1": 40 },
  }) as Thing;

/** So many minutes ago at a place so many metres north and east of the scene's centre. */
export const wasAt = (northM: number, eastM: number, minutesAgo: number, change: Partial<Whereabouts> = {}) => ({
  ...placeAt(northM, eastM),
  sigmaM: 6,
  utcMs: sceneUtcMs - minutesAgo * 60_000,
  batteryFraction: 0.7,
  source: "phone" as const,
  ...change,
});

/** The elder whom the default scenario looks for, in these scenes' own words. */
export const theIncident = (): readonly Thing[] => [
  buildThing("incident", "incident-1", {
    name: "令狐村走失老人",
    nature: "lost",
    phase: "searching",
    reportedUtcMs: sceneUtcMs - 3_600_000,
    reporter: { name: "王小梅", phone: "138 0000 0000", relation: "女儿" },
    weather: { temperatureC: 7, windMps: 3.8, windFromDeg: 315, rain: "drizzle" },
    objectives: "找到走失老人",
    period: 1,
    radio: "438.500",
  }),
  buildThing("subject", "subject-1", {
    name: "王桂英",
    age: 78,
    sex: "female",
    category: "dementia",
    terrainClass: "temperate",
    clothing: "红色棉袄，黑裤",
    lastSeen: { place: placeAt(-180, -120), utcMs: sceneUtcMs - 5_400_000, kind: "PLS", sigmaM: 30 },
    ipp: { place: placeAt(-180, -120), utcMs: sceneUtcMs - 5_400_000 },
  }),
  buildThing("model", "model", { rings: true, distance: "rings", attraction: 1, restOfWorld: 0.05 }),
];

/** AA, AB ... ZZ, AAA ... */
const letters = (i: number): string =>
  i < 26 * 26
    ? String.fromCharCode(65 + Math.floor(i / 26)) + String.fromCharCode(65 + (i % 26))
    : `A${letters(i - 26 * 26)}`;
const grades = ["red", "yellow", "green", "none"] as const;

/** Blocks of ground like a city's or a field's, none quite square, about the planning point. */
export const segmentsOf = (count: number, sideM = 150): readonly Thing[] => {
  const columns = Math.ceil(Math.sqrt(count * 1.3));
  const rows = Math.ceil(count / columns);
  const corner = (row: number, column: number) =>
    placeAt(
      (row - rows / 2) * sideM + 22 * Math.sin(row * 2.1 + column),
      (column - columns / 2) * sideM + 22 * Math.cos(row + column * 1.7),
    );
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    const ring = [corner(row, column), corner(row, column + 1), corner(row + 1, column + 1), corner(row + 1, column)];
    return buildThing("segment", `segment-${i + 1}`, { name: letters(i), ring, cover: "open" });
  });
};

/** What such segments have left: most near the planning point, less where much was searched. */
export const gradesOf = (segments: readonly Thing[]): Readonly<Record<string, SegmentGrade>> =>
  Object.fromEntries(
    segments.map((segment, i) => {
      const ring = segment.kind === "segment" ? (segment.fields.ring ?? []) : [];
      const [first] = ring;
      const ipp = placeAt(-180, -120);
      const awayKm =
        first === undefined ? 9 : Math.hypot((first.latDeg - ipp.latDeg) * 111.3, (first.lonDeg - ipp.lonDeg) * 95.6);
      const densityPerKm2 = 1.9 * Math.exp(-awayKm / 0.7);
      const grade = grades[densityPerKm2 > 0.9 ? 0 : densityPerKm2 > 0.25 ? 1 : densityPerKm2 > 0.01 ? 2 : 3] ?? "none";
      const pod = i % 4 === 0 ? 0.2 + ((i * 7) % 60) / 100 : 0;
      return [segment.id, { poa: densityPerKm2 * 0.0225, pod, densityPerKm2, areaM2: 22_500, grade }];
    }),
  );

const modes = ["foot", "foot", "wheels", "dog", "boat", "bike", "mounted"] as const;

/** Teams of ten or eleven people; each fifth is old news, one silent for long, one without a place. */
export const teamsOf = (
  count: number,
  spreadM: number,
): { readonly things: readonly Thing[]; readonly whereabouts: Readonly<Record<string, Whereabouts>> } => {
  const things: Thing[] = [];
  const whereabouts: Record<string, Whereabouts> = {};
  for (let i = 0; i < count; i++) {
    const id = `team-${i + 1}`;
    const steps = i === 4 ? [buildStep("called-for-help", 2)] : [];
    things.push(
      buildThing(
        "team",
        id,
        {
          name: i % 3 === 0 ? `搜救${i + 1}组` : `Team ${i + 1}`,
          mode: modes[i % modes.length] ?? "foot",
          state: i % 6 === 5 ? "resting" : "ready",
          skills: [],
        },
        steps,
      ),
    );
    const northM = spreadM * Math.sin(i * 2.399) * Math.sqrt((i + 1) / count);
    const eastM = spreadM * Math.cos(i * 2.399) * Math.sqrt((i + 1) / count);
    const minutesAgo = i === 6 ? 41 : i % 5 === 3 ? 8 + (i % 9) : 0.3;
    if (i !== 9) whereabouts[`team/${id}`] = wasAt(northM, eastM, minutesAgo, { courseRad: i, speedMps: 1.1 });
    const people = i % 2 === 0 ? 10 : 11;
    for (let k = 0; k < people; k++) {
      const personId = `person-${i + 1}-${k + 1}`;
      things.push(
        buildThing("person", personId, {
          name: `队员 ${i + 1}-${k + 1}`,
          teamId: id,
          role: k === 0 ? "leader" : "searcher",
        }),
      );
      if (i === 9) continue;
      const turn = k * 2.4;
      whereabouts[`person/${personId}`] = wasAt(
        northM + (15 + 4 * k) * Math.sin(turn),
        eastM + (15 + 4 * k) * Math.cos(turn),
        minutesAgo,
      );
    }
  }
  return { things, whereabouts };
};

const natures = ["heat", "witness", "camera", "object", "track", "sound", "phone", "other"] as const;
const clueStates = ["new", "checking", "confirmed", "dismissed"] as const;

export const cluesOf = (count: number, spreadM = 500): readonly Thing[] =>
  Array.from({ length: count }, (_, i) =>
    buildThing("clue", `clue-${i + 1}`, {
      number: i + 1,
      nature: natures[i % natures.length] ?? "other",
      text: i % 2 === 0 ? "路边发现一只黑色布鞋" : "A shoe by the road",
      place: placeAt(spreadM * Math.sin(i * 1.9 + 0.4), spreadM * Math.cos(i * 2.7)),
      sigmaM: [15, 40, 80, 5][i % 4] ?? 10,
      utcMs: sceneUtcMs - (20 + 7 * i) * 60_000,
      reliability: [0.8, 0.5, 0.3, 0.9][i % 4] ?? 0.5,
      effect: "here",
      state: clueStates[i % clueStates.length] ?? "new",
      ...(i % 3 === 0 ? { reporter: "老李" } : {}),
    }),
  );

const assignmentSteps: readonly (readonly StepName[])[] = [
  ["sent"],
  ["sent", "accepted"],
  ["sent", "accepted", "on-the-way"],
  ["sent", "accepted", "on-the-way", "on-scene"],
  ["sent", "accepted", "on-the-way", "on-scene", "done"],
];

/** Who goes where: the first teams to the first segments, in all states; a drone to one more, a team to a clue. */
export const assignmentsOf = (segments: readonly Thing[], teams: number): readonly Thing[] => {
  const middle = Math.floor(segments.length / 2);
  const near = segments.slice(Math.max(0, middle - 4), middle + 4);
  const byTeams = near.slice(0, Math.max(1, Math.min(teams, 6))).map((segment, i) =>
    buildThing(
      "assignment",
      `assignment-${201 + i}`,
      {
        number: 201 + i,
        to: i === 2 ? { kind: "vehicle", id: "1" } : { kind: "team", id: `team-${i + 1}` },
        task: "search",
        segmentIds: [segment.id],
        priority: "high",
        resource: i === 2 ? "DRONE" : "GROUND",
        period: 1,
      },
      (assignmentSteps[i % assignmentSteps.length] ?? []).map((step, k) => buildStep(step, 40 - 8 * k)),
    ),
  );
  const toClue = buildThing(
    "assignment",
    "assignment-220",
    { number: 220, to: { kind: "team", id: "team-2" }, task: "check-clue", clueId: "clue-1", place: placeAt(195, 500) },
    [buildStep("sent", 4), buildStep("accepted", 3)],
  );
  return [...byTeams, toClue];
};

/** The whole search as the top bar has it. */
export const buildSearch = (change: Partial<SearchView> = {}): SearchView => {
  const { latDeg, lonDeg } = placeAt(-180, -120);
  return {
    version: 3,
    state: "ready",
    pos: 0.34,
    posNextHour: 0.12,
    restOfWorld: 0.06,
    layers: [{ key: "rings", weight: 1, formula: "mass / annulus area", source: "Koester 2008" }],
    rings: {
      latDeg,
      lonDeg,
      quantiles: [
        { share: 0.25, distanceM: 322 },
        { share: 0.5, distanceM: 966 },
        { share: 0.75, distanceM: 2414 },
        { share: 0.95, distanceM: 12_714 },
      ],
    },
    problems: [],
    grid: { cellM: 20, columns: 500, rows: 500 },
    bounds: [latDeg - 0.045, lonDeg - 0.052, latDeg + 0.045, lonDeg + 0.052],
    coveredM2: 612_000,
    peakPerKm2: 1.9,
    ...change,
  };
};

/** A tile of the search's map as the station draws it: probability about the planning point, searched ground east of it. */
export const searchTile = (layer: string, z: number, x: number, y: number): Uint8Array => {
  const size = 256;
  const data = new Uint8Array(size * size * 4);
  const ipp = placeAt(-180, -120);
  const scale = 2 ** z * size;
  const ippX = ((ipp.lonDeg + 180) / 360) * scale - x * size;
  const sine = Math.sin((ipp.latDeg * Math.PI) / 180);
  const ippY = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * scale - y * size;
  const pxPerM = scale / (40_075_016.686 * Math.cos((ipp.latDeg * Math.PI) / 180));
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const eastM = (column - ippX) / pxPerM;
      const northM = (ippY - row) / pxPerM;
      const at = (row * size + column) * 4;
      const density = Math.exp(-Math.hypot(eastM, northM) / 700);
      if (layer === "pod") {
        const searched = eastM > 60 && eastM < 420 && Math.abs(northM - 120) < 200;
        const line = (column + row) % (eastM < 240 ? 12 : 6);
        if (searched && line < 2) data.set(line === 0 ? [20, 24, 32, 190] : [255, 255, 255, 120], at);
        continue;
      }
      data.set(shadeColour(shadeOf(density, 1)), at);
    }
  return encode({ width: size, height: size, data, channels: 4, depth: 8 });
};

const link = buildLink({ id: "link-1", spec: "udpin:127.0.0.1:0", address: "127.0.0.1:51400", builtIn: true });
const vehicles = () => [buildVehicle({ id: "1" }), buildVehicle({ id: "2" }), buildDog({ id: "3" })];
const station = { mode: "simulation", scenarioName: "Linghu at night", simulationSpeed: 1 } as const;

const scene = (options: {
  readonly segments: number;
  readonly teams: number;
  readonly clues: number;
  readonly heat?: readonly HeatSource[];
  readonly search?: Partial<SearchView>;
}): StateSnapshot => {
  const segments = segmentsOf(options.segments);
  const teams = teamsOf(options.teams, options.teams > 40 ? 2_200 : 420);
  return buildSnapshot({
    vehicles: vehicles(),
    links: [link],
    heat: options.heat ?? [],
    things: [
      ...theIncident(),
      ...segments,
      ...teams.things,
      ...cluesOf(options.clues),
      ...assignmentsOf(segments, options.teams),
    ],
    whereabouts: teams.whereabouts,
    grades: gradesOf(segments),
    station: { ...station, search: buildSearch(options.search) },
  });
};

/** What a search's screen must get right, by name; a fresh snapshot at every call. */
export const searchScenes = {
  /** Nobody has reported anything yet. */
  nothing: () => buildSnapshot({ vehicles: vehicles(), links: [link], station }),
  /** A report with its planning point; no segments, nobody sent. */
  reported: () =>
    buildSnapshot({
      vehicles: vehicles(),
      links: [link],
      things: theIncident(),
      station: { ...station, search: buildSearch({ version: 1, pos: 0, coveredM2: 0 }) },
    }),
  /** 12 segments, 20 teams, 6 clues. */
  searching: () => scene({ segments: 12, teams: 20, clues: 6 }),
  /** 1,065 segments, 126 teams of 1,323 people, 60 clues. */
  crowded: () => scene({ segments: 1_065, teams: 126, clues: 60 }),
} as const satisfies Readonly<Record<string, () => StateSnapshot>>;
