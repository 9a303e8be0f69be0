import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Detection } from "../../../shared/heat/detection.ts";
import type { GreyPicture } from "../../../shared/heat/network/grey-picture.ts";
import { joinOverlaps } from "../../../shared/heat/network/join-overlaps.ts";
import { fillInput, inputSize } from "../../../shared/heat/network/network-input.ts";
import type { NetworkModel } from "../../../shared/heat/network/network-model.ts";
import { readOutput } from "../../../shared/heat/network/network-output.ts";
import { searchPlan } from "../../../shared/heat/network/search-plan.ts";

type Runtime = typeof import("onnxruntime-node");

/** Input and output of one size, used again and again. */
interface Tensors {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
  readonly frames: Tensor;
  readonly fetches: { readonly scores: Tensor; readonly boxes: Tensor };
}

/** Cameras of more sizes than this take turns in memory. */
const MOST_SIZES = 4;

/** The network with its memory, in the worker's thread. */
export class NetworkSession {
  readonly #session: InferenceSession;
  readonly #runtime: Runtime;
  readonly #model: NetworkModel;
  readonly #sizes = new Map<string, Tensors>();

  private constructor(session: InferenceSession, runtime: Runtime, model: NetworkModel) {
    this.#session = session;
    this.#runtime = runtime;
    this.#model = model;
  }

  /** @throws where the runtime can't make a network of the bytes */
  static async open(
    runtime: Runtime,
    loaded: { readonly bytes: Uint8Array; readonly model: NetworkModel; readonly threads: number },
  ): Promise<NetworkSession> {
    const session = await runtime.InferenceSession.create(loaded.bytes, {
      graphOptimizationLevel: "all",
      executionMode: "sequential",
      intraOpNumThreads: loaded.threads,
      interOpNumThreads: 1,
      // Threads that wait for work by spinning would take a core from video and map, and empty the battery.
      extra: { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } },
    });
    return new NetworkSession(session, runtime, loaded.model);
  }

  /** @returns the best first, in px of the picture */
  async search(picture: GreyPicture, scoreThreshold: number): Promise<Detection[]> {
    const { scale, tiles } = searchPlan(picture.widthPx, picture.heightPx);
    const found: Detection[] = [];
    for (const tile of tiles) {
      const { widthPx, heightPx } = inputSize(tile, scale);
      const tensors = this.#tensors(widthPx, heightPx);
      fillInput(picture, tile, scale, tensors);
      await this.#session.run({ frames: tensors.frames }, tensors.fetches);
      const { scores, boxes } = tensors.fetches;
      const output = { scores: floats(scores), boxes: floats(boxes) };
      found.push(...readOutput(output, { tile, scale, widthPx, heightPx }, this.#model, scoreThreshold));
    }
    return joinOverlaps(found, this.#model.nmsIou);
  }

  #tensors(widthPx: number, heightPx: number): Tensors {
    const key = `${widthPx}x${heightPx}`;
    const known = this.#sizes.get(key);
    // The one used last is at the end.
    this.#sizes.delete(key);
    const tensors = known ?? this.#makeTensors(widthPx, heightPx);
    this.#sizes.set(key, tensors);
    const [oldest] = this.#sizes.keys();
    if (this.#sizes.size > MOST_SIZES && oldest !== undefined) this.#sizes.delete(oldest);
    return tensors;
  }

  #makeTensors(widthPx: number, heightPx: number): Tensors {
    const { Tensor } = this.#runtime;
    const [rows, columns] = [heightPx / this.#model.stridePx, widthPx / this.#model.stridePx];
    const output = () => new Tensor("float32", new Float32Array(4 * rows * columns), [1, 4, rows, columns]);
    const data = new Uint8Array(widthPx * heightPx);
    const frames = new Tensor("uint8", data, [1, 1, heightPx, widthPx]);
    return { widthPx, heightPx, data, frames, fetches: { scores: output(), boxes: output() } };
  }
}

const floats = (tensor: Tensor): Float32Array => {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new Error(`The network answers with ${tensor.type} where float32 was expected.`);
};
