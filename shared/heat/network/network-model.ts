import { z } from "zod";

const fraction = z.number().min(0).max(1);
/** Of a network's file, hex. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What the scores of one file mean. */
const readings = {
  /** Where the model is right about as often as it misses: for screens. */
  scoreThreshold: fraction,
  /** Probability of a person = sigmoid(slope * logit(score) + intercept), fitted on held-back pictures. */
  calibration: z.object({ slope: z.number(), intercept: z.number() }),
  sha256,
};

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
  ...readings,
  /** Of person-quick.onnx, where there is one: the same network in one view of the picture, for when there is no time for two. */
  quick: z.object(readings).exactOptional(),
});
export type NetworkModel = z.infer<typeof NetworkModelSchema>;

/** Every side of the network's input is a multiple of this, px. */
export const inputStepPx = 32;
