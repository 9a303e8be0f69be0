import type { MissionLog } from "../../../shared/wire/archive.ts";
import type { PlottedField } from "../../stores/plots/plot-store.ts";

/** A field that can be plotted, as the list offers it. */
export interface OfferedField extends PlottedField {
  readonly unit: string | undefined;
  readonly count: number;
}

/** So many are offered at once; more words find the rest. */
const mostOffered = 60;

/** Of several logs the first that a field has them all in its name counts; all words must be in it, whatever case. */
export const findFields = (logs: readonly MissionLog[], words: string): readonly OfferedField[] => {
  const wanted = words
    .toLowerCase()
    .split(/[\s./]+/)
    .filter((word) => word !== "");
  const found: OfferedField[] = [];
  for (const { n, streams } of logs)
    for (const { key, fields, count } of streams)
      for (const { name, unit } of fields) {
        const field = `${key}.${name}`;
        const text = field.toLowerCase();
        if (!wanted.every((word) => text.includes(word))) continue;
        found.push({ log: n, field, unit, count });
        if (found.length >= mostOffered) return found;
      }
  return found;
};
