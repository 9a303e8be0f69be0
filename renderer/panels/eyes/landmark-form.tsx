import { IconCheck, IconMapPin, IconPlus } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import { type CoordinateFormat, formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Landmark } from "../../../shared/wire/feeds.ts";
import { newPlanPartId } from "../../stores/plan/new-id.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { isLonFirst, parsePlace } from "../plan/parse-place.ts";
import { useRequest } from "../use-request.ts";

const kinds = ["mark", "team"] as const;
/** How well a place is known: surveyed, by a good receiver, by a phone (one sigma of each axis, m). */
const sigmasM = [0.5, 2, 5, 10] as const;
const usualSigmaM: Readonly<Record<Landmark["kind"], number>> = { mark: 2, team: 5 };

const placeText = (place: LatLon, coordinateFormat: CoordinateFormat): string =>
  formatCoordinate(place, coordinateFormat) ?? formatCoordinate(place, "decimal") ?? "";

const KindChoice = (props: {
  readonly kind: Landmark["kind"];
  readonly onChange: (kind: Landmark["kind"]) => void;
}) => {
  const t = useTranslate();
  return (
    <fieldset className="segments" aria-label={t("landmark.kind")}>
      {kinds.map((kind) => (
        <button key={kind} type="button" aria-pressed={kind === props.kind} onClick={() => props.onChange(kind)}>
          {t(`landmark.kind.${kind}`)}
        </button>
      ))}
    </fieldset>
  );
};

/** Takes a place from the map; what is typed stays as it is meanwhile. */
const usePick = (onPlace: (place: LatLon) => void) => {
  const t = useTranslate();
  const { mapTool } = useStores();
  const label = t("landmark.pick");
  useEffect(
    () => () => {
      if (mapTool.getState().current?.label === label) mapTool.getState().cancel();
    },
    [mapTool, label],
  );
  // The colour of no vehicle in particular: the fifth is the blue that known places are drawn in.
  return useCallback(
    () => mapTool.getState().pick({ kind: "place", colourIndex: 4, label, onDone: onPlace }),
    [mapTool, label, onPlace],
  );
};

/** Adds a known place, or corrects one: what it is, what it is called, where it is and how well that is known. */
export const LandmarkForm = (props: {
  /** The one to be corrected; absent: a new one. */
  readonly landmark?: Landmark;
  readonly onClose: () => void;
}) => {
  const { landmark: known, onClose } = props;
  const t = useTranslate();
  const { settings, fly, stationUtcNow } = useStores();
  const { state, run } = useRequest();
  const coordinateFormat = useStore(settings, (chosen) => chosen.coordinateFormat);
  const hasMap = useStore(fly, (shown) => shown.hasMap);
  const [kind, setKind] = useState<Landmark["kind"]>(known?.kind ?? "mark");
  const [name, setName] = useState(known?.name ?? "");
  const [text, setText] = useState(() => (known === undefined ? "" : placeText(known.position, coordinateFormat)));
  const [picked, setPicked] = useState<LatLon | undefined>(known?.position);
  const [sigmaM, setSigmaM] = useState<number | undefined>(known?.sigmaM);
  const take = useCallback(
    (place: LatLon) => {
      setPicked(place);
      setText(placeText(place, coordinateFormat));
    },
    [coordinateFormat],
  );
  const pick = usePick(take);
  const position = picked ?? parsePlace(text);
  const wrong = text.trim() !== "" && position === undefined;
  const isWhole = name.trim() !== "" && position !== undefined;
  const add = async () => {
    if (!isWhole) return;
    const utcMs = stationUtcNow();
    const landmark: Landmark = {
      id: known?.id ?? `place-${newPlanPartId()}`,
      name: name.trim(),
      kind,
      position,
      sigmaM: sigmaM ?? usualSigmaM[kind],
      ...(kind === "team" && utcMs !== undefined ? { atUtcMs: utcMs } : {}),
    };
    const outcome = await run({ kind: "landmark.put", landmark });
    if (outcome.ok) onClose();
  };
  return (
    <form
      className="landmark-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <KindChoice kind={kind} onChange={setKind} />
      <label className="aids-field">
        <span>{t("landmark.name")}</span>
        <input
          className="text-field"
          maxLength={80}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label className="aids-field">
        <span>{t("landmark.place")}</span>
        <input
          className={`text-field ${wrong ? "wrong" : ""}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={t("landmark.placeHint")}
          aria-invalid={wrong}
          value={text}
          onChange={(event) => {
            setPicked(undefined);
            setText(event.currentTarget.value);
          }}
        />
      </label>
      {wrong && (
        <p className="fault" role="alert">
          {t("landmark.badPlace")}
        </p>
      )}
      {picked === undefined && isLonFirst(text) && (
        <p className="small" role="status">
          {t("search.lonFirst")}
        </p>
      )}
      <button type="button" className="button" disabled={!hasMap} onClick={pick}>
        <IconMapPin size={18} aria-hidden="true" />
        {t("landmark.onMap")}
      </button>
      <fieldset className="segments" aria-label={t("landmark.sigma")}>
        {sigmasM.map((m) => (
          <button key={m} type="button" aria-pressed={m === (sigmaM ?? usualSigmaM[kind])} onClick={() => setSigmaM(m)}>
            <Sigma m={m} />
          </button>
        ))}
      </fieldset>
      <div className="deck-row two">
        <button type="button" className="button" onClick={onClose}>
          {t("landmark.cancel")}
        </button>
        <button type="submit" className="button primary" disabled={!isWhole || state.state === "pending"}>
          {known === undefined ? <IconPlus size={18} aria-hidden="true" /> : <IconCheck size={18} aria-hidden="true" />}
          {t(known === undefined ? "landmark.keep" : "common.save")}
        </button>
      </div>
      <FaultNote state={state} />
    </form>
  );
};

const Sigma = ({ m }: { readonly m: number }) => {
  const t = useTranslate();
  return <>{t("landmark.good", { value: `${m} m` })}</>;
};
