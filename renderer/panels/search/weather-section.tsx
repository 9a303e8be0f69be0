import { useState } from "react";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { FieldConflict } from "./field-conflict.tsx";
import { Choice, TextField } from "./fields.tsx";
import { plainValue } from "./plain-value.ts";
import { readNumber } from "./read-number.ts";
import { usePut } from "./use-put.ts";

type Weather = NonNullable<Thing<"incident">["fields"]["weather"]>;

const figures = [
  { field: "temperatureC", key: "temperature", unit: "°C", least: -80, most: 60 },
  { field: "windMps", key: "wind", unit: "m/s", least: 0, most: 100 },
  { field: "windFromDeg", key: "windFrom", unit: "°", least: 0, most: 360 },
  { field: "visibilityM", key: "visibility", unit: "m", least: 0, most: 100_000 },
] as const;
type FigureField = (typeof figures)[number]["field"];

/** Weather as one value of the incident: each of its parts is kept when its field is left. */
export const WeatherSection = ({ incident }: { readonly incident: Thing<"incident"> }) => {
  const t = useTranslate();
  const { state, put } = usePut();
  const [typed, setTyped] = useState<Partial<Record<FigureField | "text", string>>>({});
  const weather: Weather = incident.fields.weather ?? {};
  const keep = (change: { readonly [F in keyof Weather]?: Weather[F] | undefined }) => {
    const next = Object.fromEntries(
      Object.entries({ ...weather, ...change }).filter(([, value]) => value !== undefined),
    );
    void put(incident, { weather: next as Weather });
  };
  const forget = (field: FigureField | "text") => setTyped(({ [field]: _kept, ...others }) => others);
  return (
    <>
      <div className="search-two">
        {figures.map(({ field, key, unit, least, most }) => {
          const text = typed[field] ?? (weather[field] === undefined ? "" : String(weather[field]));
          const value = text.trim() === "" ? undefined : readNumber(text, least, most);
          const wrong = text.trim() !== "" && value === undefined;
          return (
            <TextField
              key={field}
              label={t(`weather.${key}`)}
              unit={unit}
              numeric
              value={text}
              fault={wrong ? t("search.badNumber", { least, most }) : undefined}
              onChange={(next) => setTyped((before) => ({ ...before, [field]: next }))}
              onDone={() => {
                if (typed[field] === undefined || wrong) return;
                if (value !== weather[field]) keep({ [field]: value });
                forget(field);
              }}
            />
          );
        })}
      </div>
      <Choice
        label={t("weather.rain")}
        options={(["none", "drizzle", "rain", "snow"] as const).map((value) => ({
          value,
          text: t(`weather.rain.${value}`),
        }))}
        value={weather.rain}
        onChange={(rain) => keep({ rain })}
      />
      <TextField
        label={t("weather.text")}
        value={typed.text ?? weather.text ?? ""}
        onChange={(text) => setTyped((before) => ({ ...before, text }))}
        onDone={() => {
          if (typed.text === undefined) return;
          const text = typed.text.trim();
          if (text !== (weather.text ?? "")) keep({ text: text === "" ? undefined : text });
          forget("text");
        }}
      />
      <FieldConflict thing={incident} field="weather" show={plainValue} />
      <FaultNote state={state} />
    </>
  );
};
