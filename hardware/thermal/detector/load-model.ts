import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type NetworkModel, NetworkModelSchema } from "../../../shared/heat/network/network-model.ts";
import type { DetectorFault } from "./network-messages.ts";

/** The network's bytes with what says how to read its output. */
export type LoadedModel =
  | { readonly ok: true; readonly model: NetworkModel; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: DetectorFault };

const advice = "Install Lantern again, or copy both files of hardware/thermal/model from another installation.";

const refused = (code: DetectorFault["code"], what: string): LoadedModel => ({
  ok: false,
  fault: { code, detail: `${what} ${advice}` },
});

/** Reads person.json and person.onnx and holds one against the other. Never throws. */
export const loadModel = async (folder: string): Promise<LoadedModel> => {
  const [json, onnx] = await Promise.allSettled([
    readFile(join(folder, "person.json"), "utf8"),
    readFile(join(folder, "person.onnx")),
  ]);
  if (json.status === "rejected")
    return refused("model-missing", `The detector's person.json can't be read in ${folder}.`);
  if (onnx.status === "rejected")
    return refused("model-missing", `The detector's person.onnx can't be read in ${folder}.`);
  const model = parseModel(json.value);
  if (!model) return refused("model-damaged", `${join(folder, "person.json")} is damaged.`);
  const sha256 = createHash("sha256").update(onnx.value).digest("hex");
  if (sha256 !== model.sha256) {
    return refused("model-damaged", `${join(folder, "person.onnx")} is damaged, or belongs to another person.json.`);
  }
  return { ok: true, model, bytes: onnx.value };
};

const parseModel = (text: string): NetworkModel | undefined => {
  try {
    return NetworkModelSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
