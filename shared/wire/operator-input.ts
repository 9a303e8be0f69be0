import { z } from "zod";

/** Who asks. A request without it comes from "API". */
export const OperatorInput = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(80),
});
