import { useState } from "react";
import type { StatusText, VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { type StateKind, StateMark } from "./state-mark.tsx";
import { useAgeText, useVehicle } from "./use-vehicle.ts";

const shownAtFirst = 4;

/** MAV_SEVERITY: 0 emergency to 3 error are grave, 4 is a warning. */
const stateOf = (severity: number): StateKind => (severity <= 3 ? "bad" : severity === 4 ? "warn" : "idle");

const severities = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const Message = ({ message }: { readonly message: StatusText }) => {
  const t = useTranslate();
  const age = useAgeText(message.atMs);
  const severity = severities.find((known) => known === message.severity) ?? 6;
  return (
    <li title={t(`severity.${severity}`)}>
      <StateMark state={stateOf(message.severity)} sizePx={12} />
      <span className="words">{message.text}</span>
      <span className="small">{age}</span>
    </li>
  );
};

/** What the vehicle said, in its own words, newest first. */
export const VehicleMessages = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const [all, setAll] = useState(false);
  const texts = useVehicle(id, (vehicle) => vehicle.statusTexts) ?? [];
  const newest = texts.toReversed().slice(0, all ? undefined : shownAtFirst);
  return (
    <div className="block">
      <h3>{t("vehicle.messages")}</h3>
      {texts.length === 0 ? (
        <span className="small">{t("vehicle.noMessages")}</span>
      ) : (
        <ul className="messages">
          {newest.map((message) => (
            <Message key={`${message.atMs} ${message.componentId} ${message.text}`} message={message} />
          ))}
        </ul>
      )}
      {texts.length > shownAtFirst && (
        <button type="button" className="button quiet" onClick={() => setAll((before) => !before)}>
          {all ? t("vehicle.fewerMessages") : t("vehicle.allMessages", { count: texts.length })}
        </button>
      )}
    </div>
  );
};
