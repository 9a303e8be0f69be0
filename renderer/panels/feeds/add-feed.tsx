import { IconPlus } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useRequest } from "../use-request.ts";
import { CameraFields } from "./camera-fields.tsx";
import { addressExamples, emptyFields, readFields, wrongFields } from "./feed-fields.ts";

/** Names a camera that the vehicle doesn't speak of: its address, what it sees, how wide and how late. */
export const AddFeed = (props: { readonly vehicleId: string | undefined; readonly onAdded: () => void }) => {
  const t = useTranslate();
  const id = useId();
  const { fleet, settings } = useStores();
  const order = useStore(fleet, (state) => state.order);
  const byId = useStore(fleet, (state) => state.byId);
  const { state, run, clear } = useRequest();
  const [chosen, setChosen] = useState<string | undefined>();
  const [uri, setUri] = useState("");
  const [spectrum, setSpectrum] = useState<"thermal" | "visible">("thermal");
  const [fields, setFields] = useState(emptyFields);
  const vehicleId = chosen ?? props.vehicleId ?? order[0];
  const ready = uri.trim() !== "" && vehicleId !== undefined && wrongFields(fields).length === 0;
  const add = async () => {
    if (!ready || vehicleId === undefined) return;
    const outcome = await run({ kind: "feed.add", vehicleId, uri: uri.trim(), spectrum, ...readFields(fields) });
    if (!outcome.ok) return;
    setUri("");
    setFields(emptyFields);
    // Whoever typed it in wants to see it, whatever else the vehicle has.
    const { feedId } = outcome;
    if (feedId !== undefined) settings.getState().setCamera({ main: spectrum, mainFeedId: feedId });
    props.onAdded();
  };
  const refused =
    state.state === "failed" && state.code === "not-possible" ? { ...state, text: t("feed.notAdded") } : state;
  return (
    <form
      className="add-feed"
      aria-label={t("feed.add")}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div className="camera-fields">
        <span className="camera-field">
          <label htmlFor={`${id}vehicle`}>{t("feed.field.vehicle")}</label>
          <select
            id={`${id}vehicle`}
            className="text-field"
            value={vehicleId ?? ""}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {order.map((one) => (
              <option key={one} value={one}>
                {byId[one]?.name ?? one}
              </option>
            ))}
          </select>
        </span>
        <fieldset className="segments" aria-label={t("feed.field.spectrum")}>
          {(["thermal", "visible"] as const).map((one) => (
            <button key={one} type="button" aria-pressed={one === spectrum} onClick={() => setSpectrum(one)}>
              {t(`feed.spectrum.${one}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <label className="field-label" htmlFor={`${id}uri`}>
        {t("feed.field.address")}
      </label>
      <input
        id={`${id}uri`}
        className="text-field"
        spellCheck={false}
        autoComplete="off"
        maxLength={500}
        placeholder={addressExamples[0].example}
        value={uri}
        onChange={(event) => {
          clear();
          setUri(event.currentTarget.value);
        }}
      />
      <CameraFields fields={fields} onChange={setFields} />
      <FaultNote state={refused} />
      <button type="submit" className="button primary" disabled={!ready || state.state === "pending"}>
        <IconPlus size={18} aria-hidden="true" />
        {t("feed.add")}
      </button>
      <fieldset className="schemes" aria-label={t("feed.examples")}>
        {addressExamples.map(({ scheme, example }) => (
          <button key={scheme} type="button" className="choice" onClick={() => setUri(example)}>
            <span>{example}</span>
            <span className="small">{t(`feed.scheme.${scheme}`)}</span>
          </button>
        ))}
      </fieldset>
    </form>
  );
};
