import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type NetworkModel, NetworkModelSchema } from "../../../shared/heat/network/network-model.ts";
import type { DetectorFault } from "./network-messages.ts";

/** The network's bytes with what says how to read its output. */
export type LoadedModel =
  | {
      readonly ok: true;
      readonly model: NetworkModel;
      readonly bytes: Uint8Array;
      /** The quick pass, read as `model` says with its own meaning of scores. */
      readonly quick?: { readonly model: NetworkModel; readonly bytes: Uint8Array };
    }
  | Refused;
type Refused = { readonly ok: false; readonly fault: DetectorFault };

const advice =
  "Install Lantern again, or copy person.* and person-quick.onnx of hardware/thermal/model from another installation.";

const refused = (code: DetectorFault["code"], what: string): Refused => ({
  ok: false,
  fault: { code, detail: `${what} ${advice}` },
});

/** Reads person.json and the networks that it speaks of, and holds them against each other. Never throws. */
export const loadModel = async (folder: string): Promise<LoadedModel> => {
  const json = await readFile(join(folder, "person.json"), "utf8").catch(() => undefined);
  if (json === undefined) return missing("person.json", folder);
  const model = parseModel(json);
  if (!model) return refused("model-damaged", `${join(folder, "person.json")} is damaged.`);
  const both = await readNetwork(folder, "person.onnx", model.sha256);
  if (!both.ok || !model.quick) return both.ok ? { ok: true, model, bytes: both.bytes } : both;
  const one = await readNetwork(folder, "person-quick.onnx", model.quick.sha256);
  if (!one.ok) return one;
  return { ok: true, model, bytes: both.bytes, quick: { model: { ...model, ...model.quick }, bytes: one.bytes } };
};

const missing = (file: string, folder: string) =>
  refused("model-missing", `The detector's ${file} can't be read in ${folder}.`);

const readNetwork = async (
  folder: string,
  file: string,
  sha256: string,
): Promise<{ readonly ok: true; readonly bytes: Uint8Array } | Refused> => {
  const bytes = await readFile(join(folder, file)).catch(() => undefined);
  if (!bytes) return missing(file, folder);
  if (createHash("sha256").update(bytes).digest("hex") === sha256) return { ok: true, bytes };
  return refused("model-damaged", `${join(folder, file)} is damaged, or belongs to another person.json.`);
};

const parseModel = (text: string): NetworkModel | undefined => {
  try {
    return NetworkModelSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
