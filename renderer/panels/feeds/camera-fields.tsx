import { useId } from "react";
import { useTranslate } from "../../stores/stores-context.tsx";
import { type FeedFields, fieldLimits, wrongFields } from "./feed-fields.ts";

const units = { hfovDeg: "°", latencyMs: "ms", latencySigmaMs: "ms" } as const;

/** Field of view and delay of a camera, with how to find out. */
export const CameraFields = (props: {
  readonly fields: FeedFields;
  readonly onChange: (fields: FeedFields) => void;
}) => {
  const t = useTranslate();
  const id = useId();
  const { fields, onChange } = props;
  const wrong = wrongFields(fields);
  const field = (name: keyof FeedFields) => (
    <span className="camera-field">
      <label htmlFor={`${id}${name}`}>{t(`feed.field.${name}`)}</label>
      <span className={`quantity-box ${wrong.includes(name) ? "wrong" : ""}`}>
        <input
          id={`${id}${name}`}
          inputMode="decimal"
          autoComplete="off"
          value={fields[name]}
          aria-invalid={wrong.includes(name)}
          onChange={(event) => onChange({ ...fields, [name]: event.currentTarget.value })}
        />
        <span className="unit">{units[name]}</span>
      </span>
      {wrong.includes(name) && (
        <span className="small" role="status">
          {t("field.range", { ...fieldLimits[name], unit: units[name] })}
        </span>
      )}
    </span>
  );
  return (
    <>
      <div className="camera-fields">
        {field("hfovDeg")}
        {field("latencyMs")}
        {field("latencySigmaMs")}
      </div>
      <details className="measure-help">
        <summary>{t("feed.measure")}</summary>
        <p className="small">{t("feed.measureFov")}</p>
        <p className="small">{t("feed.measureLatency")}</p>
      </details>
    </>
  );
};
