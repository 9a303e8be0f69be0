import type { AltitudeReference } from "../../../shared/units/altitude.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { countFrom, type HeightDraft } from "./height-draft.ts";
import { QuantityField } from "./quantity-field.tsx";

const references = ["home", "ground", "msl"] as const satisfies readonly AltitudeReference[];

/** Chooses a height: the number, and beside it what it counts from. */
export const HeightField = (props: {
  readonly label: string;
  readonly value: HeightDraft;
  /** To convert to and from heights above the sea. */
  readonly homeMslM: number | undefined;
  readonly onChange: (value: HeightDraft) => void;
}) => {
  const t = useTranslate();
  const { value, onChange, label } = props;
  return (
    <div className="height-field">
      <QuantityField
        label={label}
        kind="height"
        value={value.m}
        least={value.reference === "msl" ? -400 : 1}
        most={value.reference === "msl" ? 9_000 : 500}
        suffix={t(`heightFrom.short.${value.reference}`)}
        onChange={(m) => onChange({ ...value, m })}
      />
      <fieldset className="segments" aria-label={t("heightFrom.label")}>
        {references.map((reference) => (
          <button
            key={reference}
            type="button"
            aria-pressed={reference === value.reference}
            onClick={() => onChange(countFrom(value, reference, props.homeMslM))}
          >
            {t(`heightFrom.${reference}`)}
          </button>
        ))}
      </fieldset>
    </div>
  );
};
