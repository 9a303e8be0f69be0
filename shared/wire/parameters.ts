import { z } from "zod";
import { parameterWords } from "../protocols/parameters/fact-table.ts";
import type { LeftOutLine, ParameterDiff } from "../protocols/parameters/parameter-file.ts";
import type { Parameter } from "../protocols/parameters/parameter-value.ts";
import type { Wire } from "./wire.ts";

const ParameterTypeSchema = z.enum([
  ...(["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "real32", "real64"] as const),
]) satisfies z.ZodType<Parameter["type"]>;

/** One setting of a vehicle, with what is known of it; the unit is the firmware's own. */
const ParameterRowSchema = z.strictObject({
  name: z.string(),
  value: z.number(),
  type: ParameterTypeSchema,
  atMs: z.number().meta({ description: "Station clock, ms, when it was told" }),
  unit: z.string().exactOptional(),
  min: z.number().exactOptional().meta({ description: "What makes sense; the vehicle may take more" }),
  max: z.number().exactOptional(),
  options: z.array(z.strictObject({ value: z.number(), word: z.enum(parameterWords) })).exactOptional(),
  described: z.literal(true).exactOptional().meta({ description: "The catalogues have a text for it: parameter.NAME" }),
});
export type ParameterRow = z.infer<typeof ParameterRowSchema>;

/** `GET /api/vehicles/{id}/parameters`, by name. */
export const ParameterListSchema = z.strictObject({
  state: z.enum(["none", "loading", "complete", "partial"]),
  /** The vehicle started anew since: its values may be others now. */
  old: z.literal(true).exactOptional(),
  version: z.number(),
  parameters: z.array(ParameterRowSchema),
});
export type ParameterList = z.infer<typeof ParameterListSchema>;

/** `POST /api/vehicles/{id}/parameters/diff`: how a file differs from the vehicle, and the lines that say nothing. */
export const ParameterDiffSchema = z.strictObject({
  changed: z.array(
    z.strictObject({
      name: z.string(),
      vehicle: z.number(),
      file: z.number(),
      type: ParameterTypeSchema,
      concern: z.enum(["out-of-range", "no-such-option"]).exactOptional(),
    }),
  ),
  missing: z.array(z.string()),
  unknown: z.array(z.string()),
  same: z.number(),
  leftOut: z.array(
    z.strictObject({
      line: z.number(),
      text: z.string(),
      reason: z.enum(["unreadable", "other-component", "repeated"]),
    }),
  ),
}) satisfies z.ZodType<Wire<ParameterDiff & { readonly leftOut: readonly LeftOutLine[] }>>;
export type ParameterFileDiff = z.infer<typeof ParameterDiffSchema>;
