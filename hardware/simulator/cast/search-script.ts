import { z } from "zod";

const place = { latDeg: z.number().min(-80).max(80), lonDeg: z.number().min(-180).max(180) };
const text = z.string().max(400);

/** People of the scenario who walk and drive, and talk to the post as real ones do: by phones and radio. */
const Team = z.strictObject({
  id: z.string().min(1).max(40),
  name: z.string().min(1).max(60),
  organisation: text.default(""),
  /** "dog": on foot, with a search dog. */
  mode: z.enum(["foot", "wheels", "dog"]),
  /** The first one leads. */
  members: z.array(z.string().min(1).max(60)).min(1).max(60),
  skills: z.array(z.string().max(60)).max(20).default([]),
  radio: text.default(""),
  start: z.strictObject(place),
  /** Scenario seconds after the incident was opened. */
  joinsAfterS: z.number().min(0).max(7200).default(0),
  /** Walking or driving; absent: what is usual for the mode on such ground. */
  speedMps: z.number().min(0.2).max(25).exactOptional(),
  sweepWidthM: z.number().min(1).max(200).default(20),
});

/** The search around the flights: the call that comes in, and who joins. */
export const SearchScript = z.strictObject({
  /** What the caller tells; the post opens the incident from it, or doesn't. */
  report: z.strictObject({
    name: text,
    reporter: z.strictObject({ name: text, phone: text, relation: text }),
    subject: z.strictObject({
      name: text,
      age: z.number().min(0).max(130),
      sex: z.enum(["female", "male", "unknown"]),
      category: text,
      terrainClass: text,
      clothing: text,
      health: text,
      mobility: text,
      responsive: z.boolean().exactOptional(),
    }),
    lastSeen: z.strictObject({ ...place, minutesAgo: z.number().min(0).max(10_000) }),
    weather: z.strictObject({
      windMps: z.number(),
      windFromDeg: z.number(),
      rain: z.enum(["none", "drizzle", "rain", "snow"]),
      visibilityM: z.number(),
    }),
    safety: text,
    radio: text,
  }),
  teams: z.array(Team).max(200),
});
export type SearchScript = z.infer<typeof SearchScript>;
export type ScriptTeam = SearchScript["teams"][number];
