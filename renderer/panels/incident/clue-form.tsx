import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { thingKey } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { MomentField, PlaceField, TextField } from "../search/fields.tsx";
import { readNumber } from "../search/read-number.ts";
import { readPlace } from "../search/read-place.ts";
import { SliderField } from "../search/slider-field.tsx";
import { usePut } from "../search/use-put.ts";
import { CardHead } from "./card-head.tsx";
import { CluePhotos } from "./clue-photos.tsx";
import { SelectField } from "./select-field.tsx";
import { useMay } from "./use-may.ts";

const natures = ["witness", "camera", "object", "track", "sound", "phone", "other"] as const;

/** What somebody reports: what it is will do, the rest may come later. */
export const ClueForm = ({ onDone }: { readonly onDone: () => void }) => {
  const t = useTranslate();
  const format = useFormat();
  const { selection } = useStores();
  const { state, make } = usePut();
  const [nature, setNature] = useState<(typeof natures)[number]>("witness");
  const [text, setText] = useState("");
  const [reporter, setReporter] = useState("");
  const [placeTyped, setPlaceTyped] = useState("");
  const [place, setPlace] = useState<LatLon | undefined>();
  const [sigma, setSigma] = useState("");
  const [moment, setMoment] = useState<{ readonly text: string; readonly utcMs: number | undefined }>({
    text: "",
    utcMs: undefined,
  });
  const [reliability, setReliability] = useState(0.5);
  const [photos, setPhotos] = useState<readonly string[]>([]);
  const mayJudge = useMay()({ kind: "incident.put", thing: "clue", fields: { reliability: 0.5 } });
  const at = place ?? readPlace(placeTyped);
  const sigmaM = readNumber(sigma, 0, 100_000);
  const badSigma = sigma.trim() !== "" && sigmaM === undefined;
  // What can't be read isn't left out in silence: its field says so, and the clue waits for it.
  const isRead =
    (at !== undefined || placeTyped.trim() === "") && (moment.utcMs !== undefined || moment.text.trim() === "");
  const isReady = isRead && !badSigma && (text.trim() !== "" || photos.length > 0);
  const add = async () => {
    if (!isReady) return;
    const outcome = await make("clue", {
      nature,
      text: text.trim(),
      ...(at === undefined ? {} : { place: { latDeg: at.latDeg, lonDeg: at.lonDeg } }),
      ...(sigmaM === undefined ? {} : { sigmaM }),
      ...(moment.utcMs === undefined ? {} : { utcMs: moment.utcMs }),
      ...(reporter.trim() === "" ? {} : { reporter: reporter.trim() }),
      ...(photos.length === 0 ? {} : { photos: [...photos] }),
      ...(mayJudge ? { reliability, effect: "here" as const } : {}),
    });
    if (!outcome.ok) return;
    onDone();
    if ("thingId" in outcome && outcome.thingId !== undefined)
      selection.getState().selectThing(thingKey("clue", outcome.thingId));
  };
  return (
    <form
      className="search-fields"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <CardHead title={t("clue.add")} onBack={onDone} />
      <SelectField
        label={t("clue.nature")}
        options={natures.map((value) => ({ value, text: t(`map.clue.nature.${value}`) }))}
        value={nature}
        onChange={setNature}
      />
      <TextField label={t("clue.text")} value={text} rows={3} onChange={setText} />
      <PlaceField
        label={t("clue.where")}
        text={placeTyped}
        place={place}
        onText={(typed) => {
          setPlace(undefined);
          setPlaceTyped(typed);
        }}
        onPlace={setPlace}
      />
      <TextField
        label={t("clue.sigmaField")}
        unit="m"
        numeric
        value={sigma}
        fault={badSigma ? t("search.badNumber", { least: 0, most: 100_000 }) : undefined}
        onChange={setSigma}
      />
      <MomentField
        label={t("clue.when")}
        text={moment.text}
        utcMs={moment.utcMs}
        chips
        onChange={(typed, utcMs) => setMoment({ text: typed, utcMs })}
      />
      <TextField label={t("clue.reporter")} value={reporter} onChange={setReporter} />
      {mayJudge && (
        <SliderField
          label={t("clue.reliability")}
          value={reliability}
          least={0}
          most={1}
          step={0.05}
          show={format.percent}
          onSet={(value) => {
            setReliability(value);
            return undefined;
          }}
        />
      )}
      <CluePhotos photos={photos} mayAdd onChange={setPhotos} />
      <button type="submit" className="button primary" disabled={!isReady || state.state === "pending"}>
        <IconPlus size={18} aria-hidden="true" />
        {t("clue.add")}
      </button>
      <FaultNote state={state} />
    </form>
  );
};
