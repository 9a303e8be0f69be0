import { IconDownload, IconFileDiff, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { ParameterFileDiff, ParameterList, ParameterRow } from "../../../shared/wire/parameters.ts";
import {
  compareParameterFile,
  fetchParameters,
  type ParameterAnswer,
  parameterFileAddress,
} from "../../bridge/parameters.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FileInput } from "../file-input.tsx";
import { useFormat } from "../format-context.tsx";
import { GateNote } from "./gate-note.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { ParameterDiffNote } from "./parameter-diff.tsx";
import { ParameterEdit } from "./parameter-edit.tsx";
import { findParameters } from "./parameter-search.ts";
import { ParameterWrite } from "./parameter-write.tsx";
import { isUnderWay, useOrder } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";

const shownAtFirst = 40;

/** The list at the station, asked for again whenever it counts another version. */
const useParameters = (id: VehicleId, version: string | undefined) => {
  const [answer, setAnswer] = useState<ParameterAnswer<ParameterList> | undefined>();
  useEffect(() => {
    if (version === undefined) return undefined;
    let gone = false;
    void fetchParameters(id).then((fetched) => {
      if (!gone) setAnswer(fetched);
    });
    return () => {
      gone = true;
    };
  }, [id, version]);
  return answer;
};

/** How much is known, how far a reading is, and the button that reads all of them. */
const Reading = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const { commander, send, fleet } = useStores();
  const gate = useGate(id);
  const { command, order } = useOrder();
  const known = useStore(
    fleet,
    useShallow(({ byId }) => {
      const { state = "none", received = 0, total } = byId[id]?.parameters ?? {};
      // While they come in their hundreds, in steps that can be read.
      return { state, received: state === "loading" ? received - (received % 25) : received, total };
    }),
  );
  const { state, received, total } = known;
  const fraction = total === undefined || total <= 0 ? undefined : Math.min(1, received / total);
  return (
    <div className="block">
      <div className="deck-head">
        <strong>{t(`parameters.${state}`, { count: received })}</strong>
        <button
          type="button"
          className="button"
          disabled={!gate.open || state === "loading" || isUnderWay(command)}
          title={gateText(t, gate)}
          onClick={() =>
            void order(() => send({ kind: "parameters.fetch", ...commander.addressed(id), ...commander.asked() }))
          }
        >
          <IconRefresh size={20} aria-hidden="true" />
          {t(state === "complete" ? "parameters.readAgain" : "parameters.read")}
        </button>
      </div>
      {state === "loading" && fraction !== undefined && (
        <p className="outcome">
          <span>{t("parameters.progress", { received, total: total ?? 0 })}</span>
          <span className="outcome-percent">{format.percent(fraction)}</span>
          <span className="outcome-bar" aria-hidden="true">
            <span style={{ width: `${Math.round(fraction * 100)}%` }} />
          </span>
        </p>
      )}
      {command.state !== "asked" || command.operation.state === "failed" ? (
        <OutcomeNote command={command} />
      ) : undefined}
    </div>
  );
};

const Files = (props: {
  readonly id: VehicleId;
  readonly onDiff: (answer: ParameterAnswer<ParameterFileDiff>) => void;
}) => {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="deck-row two">
      <a className="button" href={parameterFileAddress(props.id)} download>
        <IconDownload size={20} aria-hidden="true" />
        {t("parameters.save")}
      </a>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        <IconFileDiff size={20} aria-hidden="true" />
        {t("parameters.compare")}
      </button>
      <FileInput
        input={input}
        accept=".params,.param,.parm,.txt,text/plain"
        label={t("parameters.compare")}
        onFile={(file) => void compareParameterFile(props.id, file).then(props.onDiff)}
      />
    </div>
  );
};

/** The vehicle's own settings: read, search, change, compare with a file, write with the vehicle's answer for each. */
export const ParametersTab = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { fleet } = useStores();
  // While they come in their hundreds, not with each of them.
  const version = useStore(fleet, ({ byId }) => {
    const known = byId[id]?.parameters;
    if (known === undefined) return undefined;
    return known.state === "loading"
      ? `loading ${Math.floor(known.received / 250)}`
      : `${known.state} ${known.version}`;
  });
  const answer = useParameters(id, version);
  const [search, setSearch] = useState("");
  const [shown, setShown] = useState(shownAtFirst);
  const [edits, setEdits] = useState<Readonly<Record<string, number>>>({});
  const [diff, setDiff] = useState<ParameterAnswer<ParameterFileDiff> | undefined>();
  const list = answer?.ok === true ? answer.value : undefined;
  const found = useMemo(
    () =>
      findParameters(list?.parameters ?? [], search, (row: ParameterRow) =>
        row.described === true ? t.loose(`parameter.${row.name}` as "parameter.RTL_ALT", {}) : "",
      ),
    [list, search, t],
  );
  const edit = (name: string, value: number | undefined) =>
    setEdits((before) => {
      const { [name]: _dropped, ...rest } = before;
      return value === undefined ? rest : { ...rest, [name]: value };
    });
  return (
    <>
      <GateNote id={id} />
      <Reading id={id} />
      {answer?.ok === false && <p className="fault">{t(`fault.${answer.code}`)}</p>}
      {list?.old === true && <p className="gate-note">{t("parameters.old")}</p>}
      {list !== undefined && list.parameters.length > 0 && (
        <>
          <ParameterWrite id={id} rows={list.parameters} edits={edits} onDrop={(name) => edit(name, undefined)} />
          <div className="block parameter-tools">
            <label className="parameter-search">
              <IconSearch size={18} aria-hidden="true" />
              <input
                className="text-field"
                placeholder={t("parameters.search")}
                aria-label={t("parameters.search")}
                value={search}
                onChange={(event) => {
                  setSearch(event.currentTarget.value);
                  setShown(shownAtFirst);
                }}
              />
            </label>
            <Files id={id} onDiff={setDiff} />
            {diff !== undefined && (
              <ParameterDiffNote
                answer={diff}
                onTake={(values) => setEdits((before) => ({ ...before, ...values }))}
                onClose={() => setDiff(undefined)}
              />
            )}
          </div>
          {found.length === 0 && <p className="empty">{t("parameters.noMatch")}</p>}
          <ul className="parameter-list">
            {found.slice(0, shown).map((row) => (
              <ParameterEdit key={row.name} row={row} edited={edits[row.name]} onEdit={edit} />
            ))}
          </ul>
          {found.length > shown && (
            <button type="button" className="button quiet parameter-more" onClick={() => setShown(shown + 100)}>
              {t("common.showMore", { count: Math.min(100, found.length - shown) })}
            </button>
          )}
        </>
      )}
    </>
  );
};
