import { z } from "zod";

/** A scenario file; grown by the simulator. */
export const Scenario = z.strictObject({
  name: z.string(),
  seed: z.int(),
});
export type Scenario = z.infer<typeof Scenario>;
