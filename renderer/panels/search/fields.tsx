import { IconFocus2, IconMapPin } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useId } from "react";
import { useStore } from "zustand";
import { type CoordinateFormat, formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { isLonFirst } from "../plan/parse-place.ts";
import { readMoment } from "./read-moment.ts";
import { readPlace } from "./read-place.ts";

/** A place as it is written in the fields. */
export const placeText = (place: LatLon, format: CoordinateFormat): string =>
  formatCoordinate(place, format) ?? formatCoordinate(place, "decimal") ?? "";

/** What is wrong with a field, in words, right under it. */
const FieldFault = ({ text }: { readonly text: string | undefined }) =>
  text === undefined ? undefined : (
    <span className="search-fault" role="status">
      {text}
    </span>
  );

/** A line of text, or several. */
export const TextField = (props: {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly rows?: number;
  readonly numeric?: boolean;
  readonly onChange: (text: string) => void;
  readonly onDone?: () => void;
}) => {
  const id = useId();
  const shared = {
    id,
    className: `text-field ${props.fault === undefined ? "" : "wrong"}`,
    value: props.value,
    placeholder: props.hint,
    autoComplete: "off",
    maxLength: props.rows === undefined ? 400 : 4_000,
    "aria-invalid": props.fault !== undefined,
    onChange: (event: { currentTarget: { value: string } }) => props.onChange(event.currentTarget.value),
    onBlur: props.onDone,
  };
  return (
    <div className="form-field">
      <label htmlFor={id}>
        {props.label}
        {props.unit !== undefined && <span className="unit">{props.unit}</span>}
      </label>
      {props.rows === undefined ? (
        <input
          {...shared}
          inputMode={props.numeric === true ? "decimal" : undefined}
          onKeyDown={(event) => {
            if (event.key === "Enter") props.onDone?.();
          }}
        />
      ) : (
        <textarea {...shared} rows={props.rows} />
      )}
      <FieldFault text={props.fault} />
    </div>
  );
};

/** One of a few, side by side; pressed again it is taken back where that is possible. */
export const Choice = <T extends string>(props: {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: ReactNode }[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
}) => (
  <div className="form-field">
    <span className="search-label">{props.label}</span>
    <fieldset className="segments" aria-label={props.label}>
      {props.options.map(({ value, text }) => (
        <button key={value} type="button" aria-pressed={value === props.value} onClick={() => props.onChange(value)}>
          {text}
        </button>
      ))}
    </fieldset>
  </div>
);

/** Yes, no, or not known. */
export const YesNo = (props: {
  readonly label: string;
  readonly value: boolean | undefined;
  readonly onChange: (value: boolean | undefined) => void;
}) => {
  const t = useTranslate();
  const shown = props.value === undefined ? "unknown" : props.value ? "yes" : "no";
  const values = { yes: true, no: false, unknown: undefined } as const;
  return (
    <Choice
      label={props.label}
      options={(["yes", "no", "unknown"] as const).map((value) => ({ value, text: t(`search.answer.${value}`) }))}
      value={shown}
      onChange={(value) => props.onChange(values[value])}
    />
  );
};

/** Asks for a place on the map, and takes the question back when the field goes. */
const usePlacePick = (label: string, onPlace: (place: LatLon) => void) => {
  const { mapTool } = useStores();
  useEffect(
    () => () => {
      if (mapTool.getState().current?.label === label) mapTool.getState().cancel();
    },
    [mapTool, label],
  );
  return useCallback(
    () => mapTool.getState().pick({ kind: "place", colourIndex: 4, label, onDone: onPlace }),
    [mapTool, label, onPlace],
  );
};

/** A place: typed in any format, or shown on the map. */
export const PlaceField = (props: {
  readonly label: string;
  readonly text: string;
  readonly place: LatLon | undefined;
  readonly fault?: string | undefined;
  readonly onText: (text: string) => void;
  readonly onPlace: (place: LatLon) => void;
  readonly onDone?: () => void;
}) => {
  const t = useTranslate();
  const id = useId();
  const { settings, fly, selection } = useStores();
  const format = useStore(settings, (state) => state.coordinateFormat);
  const hasMap = useStore(fly, (state) => state.hasMap);
  const { text, place, onPlace } = props;
  const pick = usePlacePick(props.label, onPlace);
  const read = place ?? readPlace(text);
  const wrong = props.fault ?? (text.trim() !== "" && read === undefined ? t("search.badPlace") : undefined);
  return (
    <div className="form-field">
      <label htmlFor={id}>{props.label}</label>
      <span className="search-pair">
        <input
          id={id}
          className={`text-field ${wrong === undefined ? "" : "wrong"}`}
          value={place === undefined ? text : placeText(place, format)}
          placeholder={t("search.placeHint")}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={wrong !== undefined}
          onChange={(event) => props.onText(event.currentTarget.value)}
          onBlur={props.onDone}
          onKeyDown={(event) => {
            if (event.key === "Enter") props.onDone?.();
          }}
        />
        <button
          type="button"
          className="button square"
          disabled={!hasMap}
          aria-label={t("search.onMapLabel", { what: props.label })}
          title={t("search.onMap")}
          onClick={pick}
        >
          <IconMapPin size={20} aria-hidden="true" />
        </button>
        {read !== undefined && hasMap && (
          <button
            type="button"
            className="button quiet square"
            aria-label={t("search.showPlaceLabel", { what: props.label })}
            title={t("search.showPlace")}
            onClick={() => selection.getState().requestFlyTo(read)}
          >
            <IconFocus2 size={20} aria-hidden="true" />
          </button>
        )}
      </span>
      <FieldFault text={wrong} />
      {place === undefined && isLonFirst(text) && (
        <span className="small" role="status">
          {t("search.lonFirst")}
        </span>
      )}
    </div>
  );
};

const agoChips = [1, 2, 6, 12] as const;

/** A moment: "2 h ago", "14:30", "yesterday 22:00"; says back how it was understood. */
export const MomentField = (props: {
  readonly label: string;
  readonly text: string;
  readonly utcMs: number | undefined;
  readonly fault?: string | undefined;
  readonly onChange: (text: string, utcMs: number | undefined) => void;
  readonly onDone?: () => void;
  /** Beside the field, for a moment some hours ago. */
  readonly chips?: boolean;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const id = useId();
  const { stationUtcNow, deviceClock, ticker } = useStores();
  const now = () => stationUtcNow() ?? deviceClock.utcMs();
  const { text, utcMs, onChange } = props;
  const age = useStore(ticker, (state) =>
    state.utcMs === undefined || utcMs === undefined ? undefined : format.age(state.utcMs - utcMs),
  );
  const wrong = props.fault ?? (text.trim() !== "" && utcMs === undefined ? t("search.badTime") : undefined);
  return (
    <div className="form-field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        className={`text-field ${wrong === undefined ? "" : "wrong"}`}
        value={text}
        placeholder={t("search.timeHint")}
        autoComplete="off"
        aria-invalid={wrong !== undefined}
        onChange={(event) => onChange(event.currentTarget.value, readMoment(event.currentTarget.value, now()))}
        onBlur={props.onDone}
        onKeyDown={(event) => {
          if (event.key === "Enter") props.onDone?.();
        }}
      />
      {props.chips === true && (
        <span className="search-chips">
          {agoChips.map((hours) => {
            const said = t("search.hoursAgo", { n: hours });
            return (
              <button
                key={hours}
                type="button"
                className="button"
                aria-label={said}
                onClick={() => onChange(said, now() - hours * 3_600_000)}
              >
                {t("search.hours", { n: hours })}
              </button>
            );
          })}
        </span>
      )}
      {utcMs !== undefined && (
        <span className="small">{t("search.timeRead", { time: format.localDateTime(utcMs), age: age ?? "" })}</span>
      )}
      <FieldFault text={wrong} />
    </div>
  );
};
