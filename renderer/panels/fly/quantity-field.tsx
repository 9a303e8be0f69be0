import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { fromShown, type QuantityKind, shownUnit, toShown } from "./shown-quantity.ts";

/** A number with its unit, to type or to step with a gloved thumb. Tells undefined while what stands there can't be used. */
export const QuantityField = (props: {
  readonly label: string;
  readonly kind: QuantityKind;
  /** SI; undefined: empty or wrong. */
  readonly value: number | undefined;
  readonly least: number;
  readonly most: number;
  /** Behind the unit: what a height counts from. */
  readonly suffix?: string;
  readonly onChange: (value: number | undefined) => void;
}) => {
  const t = useTranslate();
  const id = useId();
  const units = useStore(useStores().settings, (state) => state.units);
  const { kind, value, onChange, label, least, most } = props;
  const { unit, step, inSi } = shownUnit(kind, units);
  const [draft, setDraft] = useState<string | undefined>();
  const text = draft ?? (value === undefined ? "" : toShown(value, kind, units));
  const by = (steps: number) => {
    const from = value ?? least;
    // To the next whole step, so that 63.2 becomes 65 and not 68.2.
    const at = from / inSi / step;
    const next = (steps > 0 ? Math.floor(at + 1e-6) + 1 : Math.ceil(at - 1e-6) - 1) * step * inSi;
    setDraft(undefined);
    onChange(Math.min(most, Math.max(least, next)));
  };
  return (
    <div className="quantity">
      <label htmlFor={id}>{label}</label>
      <div className="quantity-row">
        <button type="button" className="button square" aria-label={t("field.less", { label })} onClick={() => by(-1)}>
          <IconMinus size={18} aria-hidden="true" />
        </button>
        <span className={`quantity-box ${value === undefined ? "wrong" : ""}`}>
          <input
            id={id}
            inputMode="decimal"
            autoComplete="off"
            value={text}
            aria-invalid={value === undefined}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              setDraft(typed);
              onChange(fromShown(typed, kind, units, { least, most }));
            }}
            onBlur={() => setDraft(undefined)}
          />
          <span className="unit">{[unit, props.suffix].filter(Boolean).join(" ")}</span>
        </span>
        <button type="button" className="button square" aria-label={t("field.more", { label })} onClick={() => by(1)}>
          <IconPlus size={18} aria-hidden="true" />
        </button>
      </div>
      {value === undefined && (
        <span className="small" role="status">
          {t("field.range", { least: toShown(least, kind, units), most: toShown(most, kind, units), unit })}
        </span>
      )}
    </div>
  );
};
