import { memo, useState } from "react";
import type { ParameterRow } from "../../../shared/wire/parameters.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { isUnusual, typedValue, valueText } from "./parameter-search.ts";

const Editor = (props: {
  readonly row: ParameterRow;
  readonly edited: number | undefined;
  readonly onEdit: (name: string, value: number | undefined) => void;
}) => {
  const t = useTranslate();
  const { row, edited, onEdit } = props;
  const { name, value, type, unit, min, max, options } = row;
  const [text, setText] = useState(() => valueText(edited ?? value, type));
  const typed = typedValue(text, type);
  const take = (next: string) => {
    setText(next);
    const number = typedValue(next, type);
    onEdit(name, number === undefined || valueText(number, type) === valueText(value, type) ? undefined : number);
  };
  const known = options?.some((option) => option.value === (edited ?? value)) === true;
  return (
    <div className="parameter-editor">
      {options !== undefined && (
        <select
          className="text-field"
          aria-label={name}
          value={known ? String(edited ?? value) : ""}
          onChange={(event) => take(event.currentTarget.value)}
        >
          {!known && <option value="">{valueText(edited ?? value, type)}</option>}
          {options.map((option) => (
            <option key={option.value} value={String(option.value)}>
              {`${option.value} · ${t(`parameterOption.${option.word}`)}`}
            </option>
          ))}
        </select>
      )}
      <span className={`quantity-box ${typed === undefined ? "wrong" : ""}`}>
        <input
          inputMode="decimal"
          autoComplete="off"
          aria-label={t("parameters.newValue", { name })}
          aria-invalid={typed === undefined}
          value={text}
          onChange={(event) => take(event.currentTarget.value)}
        />
        <span className="unit">{unit}</span>
      </span>
      {typed === undefined && <span className="fault">{t("parameters.notValue")}</span>}
      {(min !== undefined || max !== undefined) && (
        <span className="small">
          {t("parameters.range", {
            min: min === undefined ? "…" : valueText(min, "real32"),
            max: max === undefined ? "…" : valueText(max, "real32"),
            unit: unit ?? "",
          })}
        </span>
      )}
      {typed !== undefined && isUnusual(row, typed) && <span className="caution">{t("parameters.unusual")}</span>}
    </div>
  );
};

/** One parameter: name, what it is, its value on the vehicle; opened, the place to change it. */
export const ParameterEdit = memo(
  (props: {
    readonly row: ParameterRow;
    readonly edited: number | undefined;
    readonly onEdit: (name: string, value: number | undefined) => void;
  }) => {
    const t = useTranslate();
    const [open, setOpen] = useState(false);
    const { row, edited } = props;
    const { name, value, type, unit } = row;
    return (
      <li className={edited === undefined ? "" : "edited"}>
        <button type="button" className="parameter-row" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className="parameter-name">
            <strong>{name}</strong>
            {row.described === true && (
              <span className="small">{t.loose(`parameter.${name}` as "parameter.RTL_ALT", {})}</span>
            )}
          </span>
          <span className="parameter-value">
            <span className="figure">
              {valueText(value, type)}
              <span className="unit">{unit}</span>
            </span>
            {edited !== undefined && <span className="parameter-edited">{`→ ${valueText(edited, type)}`}</span>}
          </span>
        </button>
        {open && <Editor row={row} edited={edited} onEdit={props.onEdit} />}
      </li>
    );
  },
);
