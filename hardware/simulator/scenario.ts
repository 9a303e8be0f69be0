import { z } from "zod";
import { SearchScript } from "./cast/search-script.ts";

const place = { latDeg: z.number().min(-80).max(80), lonDeg: z.number().min(-180).max(180) };

const Place = z.strictObject(place);

const headingDeg = z.number().min(0).max(360);

const Person = z.strictObject({
  ...place,
  /** Where the head points, from true north. */
  headingDeg: headingDeg.default(0),
  /** "ditch" moves the person from the given place to the bank of the nearest ditch. */
  beside: z.enum(["ditch", "nothing"]).default("nothing"),
  /** How much of the body grass hides, 0 to 0.9. */
  hiddenFraction: z.number().min(0).max(0.9).default(0.25),
  /** Clothes above the ground around, K; head and hands are about twice that. */
  contrastK: z.number().min(0.5).max(15).default(5),
});

const Decoy = z.strictObject({
  kind: z.enum(["goat", "dog", "car", "stones", "transformer"]),
  ...place,
  headingDeg: headingDeg.default(0),
  /** Animals walk about inside this radius, m; 0 stands still. */
  wanderM: z.number().min(0).max(200).default(0),
});

/** Parallel lines flown there and back, starting at `corner`. */
const Survey = z.strictObject({
  kind: z.literal("survey"),
  corner: Place,
  /** Direction of the first line. */
  lineHeadingDeg: headingDeg,
  lineLengthM: z.number().min(20).max(3000),
  lineSpacingM: z.number().min(5).max(500),
  lines: z.int().min(1).max(60),
  /** Which side of the first line the others lie on, seen in flight direction. */
  side: z.enum(["left", "right"]).default("right"),
  altitudeHomeM: z.number().min(10).max(150),
  speedMps: z.number().min(1).max(20),
  /** Camera pitch, negative looks down. */
  gimbalPitchDeg: z.number().min(-90).max(0).default(-75),
});

/** Waypoints one after the other. */
const Route = z.strictObject({
  kind: z.literal("route"),
  waypoints: z.array(Place).min(1).max(200),
  /** Above home; of no meaning for a robot dog. */
  altitudeHomeM: z.number().min(0).max(150).default(0),
  speedMps: z.number().min(0.1).max(20),
  gimbalPitchDeg: z.number().min(-90).max(45).default(-75),
  /** Start again from the first waypoint after the last. */
  loop: z.boolean().default(false),
});

/** Stays where it is, on the ground and disarmed, until somebody flies it. */
const Waiting = z.strictObject({
  kind: z.literal("none"),
  /** Its height above home where it starts airborne. */
  altitudeHomeM: z.number().min(0).max(150).default(0),
  speedMps: z.number().min(0.1).max(20).default(5),
  gimbalPitchDeg: z.number().min(-90).max(45).default(0),
});

const Camera = z.strictObject({
  widthPx: z.int().min(32).max(1280),
  heightPx: z.int().min(24).max(1024),
  hfovDeg: z.number().min(5).max(120),
  framesPerS: z.number().min(1).max(30).default(9),
  /** Noise-equivalent temperature difference, K. */
  netdK: z.number().min(0).max(1).default(0.05),
});

const vehicle = {
  systemId: z.int().min(1).max(250),
  name: z.string().min(1).max(16),
  start: z.strictObject({
    ...place,
    headingDeg: headingDeg.default(0),
    /** Seconds of scenario time before it arms and sets off. */
    delayS: z.number().min(0).max(3600).default(0),
    /** Already in the air, at the mission's height, when the scenario starts. */
    airborne: z.boolean().default(false),
  }),
  mission: z.discriminatedUnion("kind", [Survey, Route, Waiting]),
  batteryWh: z.number().min(1).max(5000),
  /** Charge at the start, 0 to 1. */
  batteryFraction: z.number().min(0).max(1).default(1),
  /** At this charge the failsafe returns a drone to its start (a dog stops). */
  lowBatteryFraction: z.number().min(0).max(0.9).default(0.2),
  /** Minutes on the ground after which the crew has put in a fresh battery and starts the mission again; 0: never. */
  batterySwapMin: z.number().min(0).max(120).default(0),
  camera: Camera,
  /** "cold" powers up with the scenario and shows what a booting autopilot shows; "ready" has been up for minutes. */
  boot: z.enum(["cold", "ready"]).default("ready"),
  /** Whose behaviour its autopilot has. */
  firmware: z.enum(["ardupilot", "px4"]).default("ardupilot"),
  /** "common": the few that are looked at first; "all": as many as a real autopilot has. */
  parameters: z.enum(["common", "all"]).default("common"),
};

const Vehicle = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("drone"), ...vehicle }),
  z.strictObject({ kind: z.literal("robot-dog"), ...vehicle }),
]);

/** A scenario file. Strict: an unknown field is a fault, because a misspelt one would be silently without effect. */
export const Scenario = z
  .strictObject({
    name: z.string().min(1).max(100),
    description: z.string().max(1000).optional(),
    /** Of everything random but the landscape: wind, sensor errors, noise. */
    seed: z.int(),
    startUtc: z.iso.datetime(),
    centre: Place,
    terrain: z.strictObject({
      /** Of the landscape. */
      seed: z.int(),
      sizeM: z.number().min(500).max(5000).default(3000),
      cellM: z.number().min(2).max(30).default(6),
    }),
    weather: z.strictObject({ airTemperatureC: z.number().min(-30).max(45) }),
    wind: z.strictObject({
      fromDeg: headingDeg,
      speedMps: z.number().min(0).max(20),
      /** Standard deviation of the gusts. */
      gustMps: z.number().min(0).max(8),
    }),
    person: Person,
    decoys: z.array(Decoy).max(50),
    vehicles: z.array(Vehicle).min(1).max(100),
    /** The report that comes in, and the people who search; absent: vehicles alone. */
    search: SearchScript.exactOptional(),
  })
  .superRefine((scenario, context) => {
    const seen = new Map<number, number>();
    scenario.vehicles.forEach((entry, index) => {
      const first = seen.get(entry.systemId);
      if (first === undefined) seen.set(entry.systemId, index);
      else
        context.addIssue({
          code: "custom",
          path: ["vehicles", index, "systemId"],
          message: `${entry.systemId} is taken by vehicles[${first}]; each vehicle needs its own`,
        });
    });
  });
export type Scenario = z.infer<typeof Scenario>;
export type ScenarioVehicle = Scenario["vehicles"][number];
export type ScenarioMission = ScenarioVehicle["mission"];
export type ScenarioDecoy = Scenario["decoys"][number];
