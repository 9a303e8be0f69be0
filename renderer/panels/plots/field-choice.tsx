import { useId, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { MissionLog } from "../../../shared/wire/archive.ts";
import { mostFields, sameField } from "../../stores/plots/plot-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { findFields } from "./find-fields.ts";

/** Words find fields of all messages: "att roll", "battery 0". */
export const FieldChoice = ({ logs }: { readonly logs: readonly MissionLog[] }) => {
  const t = useTranslate();
  const format = useFormat();
  const { plots } = useStores();
  const id = useId();
  const [words, setWords] = useState("");
  const chosen = useStore(plots, (state) => state.fields);
  const found = useMemo(() => findFields(logs, words), [logs, words]);
  const isFull = chosen.length >= mostFields;
  return (
    <div className="field-choice">
      <label htmlFor={id}>{t("plots.find")}</label>
      <input
        id={id}
        type="search"
        value={words}
        placeholder={t("plots.findExample")}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key !== "Enter" || first === undefined) return;
          plots.getState().add(first);
          setWords("");
        }}
      />
      {isFull && <p className="note">{t("plots.full", { n: mostFields })}</p>}
      <ul className="field-list">
        {found.map((field) => {
          const isOn = chosen.some((one) => sameField(one, field));
          return (
            <li key={`${field.log}:${field.field}`}>
              <button
                type="button"
                aria-pressed={isOn}
                disabled={isFull && !isOn}
                onClick={() => plots.getState()[isOn ? "remove" : "add"]({ log: field.log, field: field.field })}
              >
                <span>{field.field}</span>
                <small>
                  {field.unit ?? ""}
                  {logs.length > 1 ? ` ${t("plots.ofLog", { n: field.log + 1 })}` : ""}
                </small>
                <small>{format.number(field.count, 0)}</small>
              </button>
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p className="note">{t(words === "" ? "plots.noFields" : "plots.noneFound")}</p>}
    </div>
  );
};
