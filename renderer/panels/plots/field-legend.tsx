import { IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { indexAt, valueText } from "./plot-scale.ts";
import { fieldKey, type PlotLine } from "./use-plots.ts";

/** "12.4", or "11.9 … 12.6" where a step holds more than one value; undefined where nothing had come by then. */
const valueAt = ({ answer }: PlotLine, atMs: number): string | undefined => {
  if (answer === undefined) return undefined;
  const index = indexAt(answer.positionMs, atMs);
  const [least, greatest] = [answer.least[index], answer.greatest[index]];
  if (least === undefined || greatest === undefined) return undefined;
  const step = Math.max(Math.abs(least), Math.abs(greatest)) / 1e3;
  const [low, high] = [valueText(least, step), valueText(greatest, step)];
  return low === high ? low : `${low} … ${high}`;
};

/** The plotted fields with their colours and what they were at an instant; each can be taken off. */
export const FieldLegend = (props: { readonly lines: ReadonlyMap<string, PlotLine>; readonly atMs: number }) => {
  const t = useTranslate();
  const { plots } = useStores();
  const fields = useStore(plots, (state) => state.fields);
  return (
    <ul className="plot-legend">
      {fields.map((field, i) => {
        const line = props.lines.get(fieldKey(field));
        return (
          <li key={fieldKey(field)}>
            <svg width={14} height={14} aria-hidden="true">
              <rect className="plot-swatch" x={1} y={1} width={12} height={12} rx={3} fill={vehicleColour(i)} />
            </svg>
            <span className="plot-name">{field.field}</span>
            <output>
              {line?.fault ?? (line === undefined ? "…" : (valueAt(line, props.atMs) ?? t("common.unknown")))}
            </output>
            <small>{line?.answer?.unit}</small>
            <button
              type="button"
              className="icon-button"
              aria-label={t("plots.remove", { field: field.field })}
              onClick={() => plots.getState().remove(field)}
            >
              <IconX size={18} />
            </button>
          </li>
        );
      })}
    </ul>
  );
};
