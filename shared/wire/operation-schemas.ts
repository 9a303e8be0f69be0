import { z } from "zod";
import { jobFaultCodes, jobStepCodes } from "../protocols/job.ts";
import { VehicleAction } from "./actions.ts";
import {
  type CustodyView,
  type OnboardMission,
  type OperationView,
  type Operator,
  operationKinds,
  type ParametersView,
  type VehicleControl,
} from "./operations.ts";
import type { Wire } from "./wire.ts";

/** A person at a screen. */
export const OperatorSchema = z.strictObject({ id: z.string(), name: z.string() }) satisfies z.ZodType<Operator>;

const actionKinds = VehicleAction.options.map((option) => option.shape.kind.value);
const params = z.record(z.string(), z.union([z.string(), z.number()]));

/** Something that a vehicle was asked for. */
export const OperationSchema = z.strictObject({
  id: z.string(),
  vehicleId: z.string(),
  kind: z.enum([...actionKinds, ...operationKinds]),
  by: OperatorSchema,
  state: z.enum(["waiting", "running", "done", "failed"]),
  progress: z.number().exactOptional(),
  step: z.enum(jobStepCodes).exactOptional(),
  fault: z
    .strictObject({ code: z.enum(jobFaultCodes), params, vehicleText: z.string().exactOptional() })
    .exactOptional(),
  startedMs: z.number(),
  endedMs: z.number().exactOptional(),
  planId: z.string().exactOptional(),
}) satisfies z.ZodType<Wire<OperationView>>;

const place = { latDeg: z.number(), lonDeg: z.number() };
const Places = z.array(z.strictObject(place));

/** What the station adds to a vehicle for flying it. */
export const controlShape = {
  modes: z.array(z.string()).exactOptional(),
  custody: (
    z.strictObject({
      holder: OperatorSchema,
      sinceMs: z.number(),
      holderPresent: z.boolean(),
      askedBy: z.array(OperatorSchema),
    }) satisfies z.ZodType<Wire<CustodyView>>
  ).exactOptional(),
  onboard: (
    z.strictObject({
      count: z.number(),
      planId: z.string().exactOptional(),
      planRevision: z.number().exactOptional(),
      mixed: z.boolean().exactOptional(),
      atMs: z.number(),
    }) satisfies z.ZodType<Wire<OnboardMission>>
  ).exactOptional(),
  parameters: (
    z.strictObject({
      state: z.enum(["none", "loading", "complete", "partial"]),
      received: z.number(),
      total: z.number().exactOptional(),
      version: z.number(),
      old: z.boolean().exactOptional(),
    }) satisfies z.ZodType<Wire<ParametersView>>
  ).exactOptional(),
  ghost: z
    .strictObject({
      ...place,
      atMs: z.number(),
      lostMs: z.number(),
      altMslM: z.number().exactOptional(),
      phase: z.enum(["mission", "returning", "landing", "landed", "holding", "unknown"]),
      failsafe: z.strictObject({
        action: z.enum(["return", "continue", "land", "hold", "unknown"]),
        known: z.boolean(),
      }),
      assumed: z.enum(["link-lost", "still-hears", "low-battery"]),
      path: Places,
      region: Places,
      expectedBackMs: z.number().exactOptional(),
      overdue: z.boolean(),
    })
    .exactOptional(),
  aglM: z.number().exactOptional(),
  idConflict: z.boolean().exactOptional(),
  manual: OperatorSchema.exactOptional(),
} satisfies { readonly [K in keyof VehicleControl]-?: z.ZodType };
