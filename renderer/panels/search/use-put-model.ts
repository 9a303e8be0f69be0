import { useModel } from "./use-incident.ts";
import { type FieldChange, usePut } from "./use-put.ts";

/** Changes the model; there is one from the first change on. */
export const usePutModel = () => {
  const model = useModel();
  const { state, put } = usePut();
  return {
    fields: model?.fields ?? {},
    model,
    state,
    change: (fields: FieldChange<"model">) => put(model ?? { kind: "model" as const, id: "model" }, fields),
  };
};
