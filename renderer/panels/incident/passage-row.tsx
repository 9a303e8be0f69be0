import { IconBulb, IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { IncidentAnswer } from "../../../shared/wire/incident.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { usePut } from "../search/use-put.ts";
import { useMay } from "./use-may.ts";
import { wayLength } from "./way-length.ts";

type Passage = NonNullable<IncidentAnswer["correlation"]>[number];

/** One passage that fits: where it was, how fast they must have been; one press makes it a clue. */
export const PassageRow = (props: { readonly passage: Passage; readonly datasetName: string }) => {
  const t = useTranslate();
  const format = useFormat();
  const { markedPoint, selection } = useStores();
  const { state, make } = usePut();
  const [made, setMade] = useState(false);
  const may = useMay()({ kind: "incident.put", thing: "clue", fields: {} });
  const { name, latDeg, lonDeg, utcMs, neededMps, distanceM, partners } = props.passage;
  const place = { latDeg, lonDeg };
  const show = () => {
    markedPoint.getState().mark({ position: place });
    selection.getState().requestFlyTo(place);
  };
  const makeClue = async () => {
    const text = t("correlate.clueText", { name, dataset: props.datasetName });
    const outcome = await make("clue", { nature: "camera", text, place, utcMs, effect: "here" });
    if (outcome.ok) setMade(true);
  };
  const speed = format.speed(neededMps);
  return (
    <li className="passage">
      <button type="button" className="button quiet nearest-who" onClick={show}>
        <strong>{name === "" ? t("correlate.row", { n: props.passage.row }) : name}</strong>
        <span className="small">{format.localDateTime(utcMs)}</span>
        <span className="small">
          {t("correlate.needs", { speed: `${speed.value} ${speed.unit}`, way: wayLength(t, format, distanceM) })}
          {partners > 1 && ` · ${t("correlate.partners", { n: partners })}`}
        </span>
      </button>
      {may &&
        (made ? (
          <span className="outcome done" role="status">
            <IconCheck size={18} aria-hidden="true" />
            {t("correlate.isClue")}
          </span>
        ) : (
          <button
            type="button"
            className="button square"
            aria-label={t("correlate.makeClue", { name })}
            title={t("correlate.makeClue", { name })}
            disabled={state.state === "pending"}
            onClick={() => void makeClue()}
          >
            <IconBulb size={18} aria-hidden="true" />
          </button>
        ))}
      <FaultNote state={state} />
    </li>
  );
};
