import { IconAlertTriangle, IconCheck, IconRouteAltLeft, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import type { Nearest } from "../../../shared/wire/incident.ts";
import type { MessageKey, Translate } from "../../i18n/translate.ts";
import type { Wanted } from "../../stores/incident-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { sentJob, whoOf } from "./sent-job.ts";
import { useMay } from "./use-may.ts";
import { wayLength } from "./way-length.ts";
import { WhoName } from "./who-name.tsx";
import { whyWords } from "./why-words.ts";

/** A position this old is struck: they may be elsewhere, s. */
const oldPositionS = 300;

const modeWords = (t: Translate, mode: string): string => {
  const key = mode === "wing" ? "send.mode.wing" : `map.mode.${mode}`;
  const text = t.loose(key as MessageKey, {});
  return text === key ? mode : text;
};

/** One who can be there: how long it takes, how sure that is, what speaks against it; one press sends. */
export const NearestRow = (props: {
  readonly nearest: Nearest;
  readonly rank: number;
  readonly wanted: Wanted;
  readonly text: string;
  readonly onSent: (assignmentId: string) => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { nearest: store, commander, incident, selection } = useStores();
  const may = useMay()({ kind: "incident.send" });
  const { state, run } = useRequest();
  const [done, setDone] = useState(false);
  const { who, travelS, distanceM, mode, estimate, positionAgeS, against = [] } = props.nearest;
  const isVehicle = whoOf(who)?.kind === "vehicle";
  const time = format.age(travelS * 1000);
  const send = async () => {
    const assignment = sentJob(props.nearest, props.wanted, props.text);
    if (assignment === undefined) return;
    const outcome = await run({ kind: "incident.send", assignment, operator: commander.operator() });
    if (!outcome.ok) return;
    setDone(true);
    if ("thingId" in outcome && outcome.thingId !== undefined) props.onSent(outcome.thingId);
  };
  const show = () => {
    const at = incident.getState().whereabouts[who];
    if (at !== undefined) selection.getState().requestFlyTo(at);
    if (isVehicle) selection.getState().selectVehicle(who.slice("vehicle/".length));
  };
  return (
    <li
      className="nearest-row"
      onPointerEnter={() => store.setState({ hoveredWho: who })}
      onPointerLeave={() => store.setState({ hoveredWho: undefined })}
    >
      <button type="button" className="button quiet nearest-line" onClick={show}>
        <span className="rank">{props.rank}</span>
        <WhoName who={who} />
        <span className="nearest-time">{estimate ? t("send.about", { time }) : time}</span>
      </button>
      <span className="nearest-facts small">
        <span>
          {modeWords(t, mode)} · {wayLength(t, format, distanceM)}
          {estimate && ` · ${t("send.estimate")}`}
        </span>
        <span className={positionAgeS > oldPositionS ? "position-age old" : "position-age"}>
          {t("next.positionAge", { age: format.age(positionAgeS * 1000) })}
        </span>
        {against.length > 0 && (
          <span className="speaks-against">
            <IconAlertTriangle size={14} aria-hidden="true" />
            {format.list(against.map((why) => whyWords(t, why)))}
          </span>
        )}
      </span>
      {may &&
        (done ? (
          <span className="outcome done" role="status">
            <IconCheck size={18} aria-hidden="true" />
            {t(isVehicle ? "next.sentVehicle" : "next.sentTeam")}
          </span>
        ) : (
          <button
            type="button"
            className={props.rank === 1 && against.length === 0 ? "button primary" : "button"}
            disabled={state.state === "pending"}
            title={isVehicle ? t("send.vehicleTip") : undefined}
            onClick={() => void send()}
          >
            {isVehicle ? <IconRouteAltLeft size={18} aria-hidden="true" /> : <IconSend size={18} aria-hidden="true" />}
            {t(isVehicle ? "send.plan" : "send.send")}
          </button>
        ))}
      <FaultNote state={state} />
    </li>
  );
};
