import { strToU8 } from "fflate";
import { type PlanFileResult, readPlanFile } from "../../../../shared/plan/formats/read-plan-file.ts";
import type { Plan } from "../../../../shared/plan/plan.ts";
import type { PlanContext } from "../../../../shared/plan/plan-context.ts";
import { PlanSchema } from "../../../../shared/wire/plan-schemas.ts";

export const copter: PlanContext = {
  autopilot: "ardupilot",
  kind: "multirotor",
  home: { latDeg: 30.87, lonDeg: 120.433, altMslM: 5 },
};

/** Opens a file as the station does, for vehicle 1. */
export const open = (
  name: string,
  content: string | Uint8Array,
  context: Pick<PlanContext, "autopilot" | "kind"> = copter,
): PlanFileResult => {
  let ids = 0;
  return readPlanFile({
    name,
    bytes: typeof content === "string" ? strToU8(content) : content,
    vehicle: { id: "1", autopilot: context.autopilot, kind: context.kind },
    newId: () => `n${ids++}`,
    parsePlan: (value) => {
      const parsed = PlanSchema.safeParse(value);
      return parsed.success ? parsed.data : undefined;
    },
  });
};

/** The plan of a file that opens. */
export const openPlan = (
  name: string,
  content: string | Uint8Array,
  context: Pick<PlanContext, "autopilot" | "kind"> = copter,
) => {
  const result = open(name, content, context);
  if (!result.ok) throw new Error(`${name}: ${result.fault.detail}`);
  return result;
};

/** Without what belongs to the station alone. */
export const content = ({ id: _id, vehicleId: _vehicleId, ...rest }: Plan) => rest;

export const codes = (result: PlanFileResult): readonly string[] =>
  result.ok ? result.notes.map(({ code }) => code) : [];
