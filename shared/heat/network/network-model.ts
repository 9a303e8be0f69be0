import { z } from "zod";

const fraction = z.number().min(0).max(1);

/**
 * What lies beside the network's file as person.json: how its output is to be read. The training may say more in it; that is
 * left aside.
 */
export const NetworkModelSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Person, car, bicycle, other: the order of the score maps. */
  classes: z.array(z.string()).length(4),
  /** Of one cell of the output, input px. */
  stridePx: z.int().min(1).max(64),
  /** Candidates of a picture that are looked at, the best first. */
  topK: z.int().min(1).max(10_000),
  /** Boxes of one class that overlap more (intersection over union) are one thing. */
  nmsIou: fraction,
  /** Where the model is right about as often as it misses: for screens. */
  scoreThreshold: fraction,
  /** Probability of a person = sigmoid(slope * logit(score) + intercept), fitted on held-back pictures. */
  calibration: z.object({ slope: z.number(), intercept: z.number() }),
  /** Of the network's file, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type NetworkModel = z.infer<typeof NetworkModelSchema>;

/** Every side of the network's input is a multiple of this, px. */
export const inputStepPx = 32;
