import { z } from "zod";

/** Terrain as the table knows it; "dry" is dry-mountainous and dry-flat alike, "any" is a category without classes. */
const terrains = [
  "temperate-mountainous",
  "temperate-flat",
  "dry-mountainous",
  "dry-flat",
  "dry",
  "urban",
  "else",
  "any",
] as const;
export type TableTerrain = (typeof terrains)[number];

/** What the country around the planning point can be said to be. */
export const terrainClasses = [
  "temperate-mountainous",
  "temperate-flat",
  "dry-mountainous",
  "dry-flat",
  "dry",
  "urban",
  "else",
] as const satisfies readonly TableTerrain[];
export type TerrainClass = (typeof terrainClasses)[number];

const terrain = z.enum(terrains);
const category = z.string().min(1).max(60);
const source = z.string().min(1);
const meaning = z.string().min(1);
const share = z.number().min(0).max(1);
const row = z.strictObject({ category, terrain });

const rising = (values: readonly (number | null)[]): boolean => {
  const known = values.filter((value) => value !== null);
  return known.every((value, i) => i === 0 || value > (known[i - 1] ?? 0));
};
const isAscending = { error: "must ascend" };
const shares = z.array(share).min(1).refine(rising, isAscending);

const tableSchema = z
  .strictObject({
    title: z.string(),
    /** Straight distances from the planning point. `null` where the source has none: nothing is put in its place. */
    distances: z.strictObject({
      source,
      /** To be shown with the numbers. */
      attribution: z.string().min(1),
      meaning,
      unit: z.literal("mile"),
      shares,
      /** The row the source falls back to where it knows nothing of a category; used only where a person chooses it. */
      default: row,
      rows: z
        .array(
          z.strictObject({
            category,
            terrain,
            /** As printed, where the source calls the terrain something else. */
            printed: z.string().exactOptional(),
            miles: z.array(z.number().positive().nullable()).refine(rising, isAscending),
          }),
        )
        .min(1),
    }),
    sampleSizes: z.strictObject({
      source,
      rows: z.array(z.strictObject({ category, terrain, cases: z.int().min(1) })),
    }),
    dispersion: z.strictObject({
      source,
      meaning,
      unit: z.literal("degree"),
      shares,
      rows: z.array(
        z.strictObject({
          category,
          degrees: z.array(z.number().positive().max(180)).refine(rising, isAscending),
          cases: z.int().min(1),
        }),
      ),
    }),
    logNormal: z.strictObject({
      source,
      meaning,
      unit: z.literal("ln km"),
      rows: z.array(z.strictObject({ category, terrain, mean: z.number(), sd: z.number().positive() })),
    }),
    behaviours: z.array(
      z.strictObject({
        category,
        source,
        respondsToCalls: z.boolean().exactOptional(),
        /** Off a path or line, m: so many were found within it. */
        trackOffsets: z.array(z.strictObject({ share, m: z.number().positive() })),
        /** Found alive, by the time they were missing. */
        survival: z.array(
          z.strictObject({ fromH: z.number().exactOptional(), toH: z.number().exactOptional(), share }),
        ),
        foundIn: z.array(z.strictObject({ place: z.string(), share })),
      }),
    ),
    regional: z.array(
      z.strictObject({
        region: z.string(),
        category,
        who: z.string(),
        source,
        distances: z.array(z.strictObject({ share, km: z.number().positive() })),
        timesToLocate: z.array(z.strictObject({ share, min: z.number().positive() })),
      }),
    ),
    /** How many times likelier a find is near a feature; without `injured` the source has no number for it. */
    terrainMultipliers: z.strictObject({
      source,
      meaning,
      rows: z.array(
        z.strictObject({
          feature: z.string(),
          uninjured: z.number().positive().exactOptional(),
          injured: z.number().positive().exactOptional(),
        }),
      ),
    }),
    priorBenchmark: z.strictObject({ source, scores: z.record(z.string(), z.number()) }),
  })
  .superRefine(({ distances }, context) => {
    const seen = new Set<string>();
    distances.rows.forEach(({ category: of, terrain: on, miles }, index) => {
      const wrong = (message: string) =>
        context.addIssue({ code: "custom", path: ["distances", "rows", index], message });
      if (miles.length !== distances.shares.length)
        wrong(`has ${miles.length} distances for ${distances.shares.length}`);
      if (seen.has(`${of} ${on}`)) wrong(`${of} ${on} is there twice`);
      seen.add(`${of} ${on}`);
    });
    if (!seen.has(`${distances.default.category} ${distances.default.terrain}`))
      context.addIssue({ code: "custom", path: ["distances", "default"], message: "is no row of the table" });
  });

export type LostPersonTable = z.infer<typeof tableSchema>;

export type LostPersonTableResult =
  | { readonly ok: true; readonly table: LostPersonTable }
  | {
      readonly ok: false;
      readonly fault: { readonly code: "bad-table"; readonly at: string; readonly message: string };
    };

/** Checks what was read from a file: a district may bring its own numbers. */
export const readLostPersonTable = (json: unknown): LostPersonTableResult => {
  const read = tableSchema.safeParse(json);
  if (read.success) return { ok: true, table: read.data };
  const issue = read.error.issues[0];
  return {
    ok: false,
    fault: { code: "bad-table", at: (issue?.path ?? []).join("."), message: issue?.message ?? "" },
  };
};
