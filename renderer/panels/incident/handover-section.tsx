import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { TextField } from "../search/fields.tsx";
import { usePut } from "../search/use-put.ts";
import { ShortTime } from "./age-note.tsx";
import { readLines } from "./read-lines.ts";
import { useMay } from "./use-may.ts";
import { useStep } from "./use-step.ts";

const Handover = ({ handover }: { readonly handover: Thing<"handover"> }) => {
  const t = useTranslate();
  const may = useMay();
  const { state, step } = useStep();
  const { from = "–", to = "–", text, openPoints = [] } = handover.fields;
  const accepted = handover.steps.findLast(({ step: name }) => name === "accepted");
  return (
    <li className="handover">
      <p>
        <strong>
          {from} → {to}
        </strong>{" "}
        <ShortTime utcMs={handover.createdUtcMs} />
      </p>
      {text !== undefined && <p className="words">{text}</p>}
      {openPoints.length > 0 && (
        <ul className="open-points">
          {openPoints.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
      {accepted !== undefined ? (
        <p className="outcome done">
          <IconCheck size={18} aria-hidden="true" />
          {t("handover.acceptedBy", { name: accepted.by.name })} <ShortTime utcMs={accepted.utcMs} />
        </p>
      ) : (
        may({ kind: "incident.step", thing: "handover", thingId: handover.id, step: "accepted" }) && (
          <button
            type="button"
            className="button primary"
            disabled={state.state === "pending"}
            onClick={() => void step(handover, "accepted")}
          >
            <IconCheck size={18} aria-hidden="true" />
            {t("handover.accept")}
          </button>
        )
      )}
      <FaultNote state={state} />
    </li>
  );
};

const Form = () => {
  const t = useTranslate();
  const { commander } = useStores();
  const { state, make } = usePut();
  const [from, setFrom] = useState<string | undefined>();
  const [to, setTo] = useState("");
  const [text, setText] = useState("");
  const [points, setPoints] = useState("");
  const shownFrom = from ?? commander.operator().name;
  const isReady = to.trim() !== "" && text.trim() !== "";
  const hand = async () => {
    if (!isReady) return;
    const openPoints = readLines(points);
    const fields = { from: shownFrom.trim(), to: to.trim(), text: text.trim(), openPoints };
    if (!(await make("handover", fields)).ok) return;
    setTo("");
    setText("");
    setPoints("");
  };
  return (
    <form
      className="search-fields bare"
      onSubmit={(event) => {
        event.preventDefault();
        void hand();
      }}
    >
      <div className="search-two">
        <TextField label={t("handover.from")} value={shownFrom} onChange={setFrom} />
        <TextField label={t("handover.to")} value={to} onChange={setTo} />
      </div>
      <TextField label={t("handover.text")} rows={3} value={text} onChange={setText} />
      <TextField label={t("handover.points")} rows={3} value={points} onChange={setPoints} />
      <button type="submit" className="button" disabled={!isReady || state.state === "pending"}>
        {t("handover.hand")}
      </button>
      <FaultNote state={state} />
    </form>
  );
};

/** What the next shift must know; it counts once the next one accepted it. */
export const HandoverSection = () => {
  const handovers = useStore(useStores().incident, ({ things }) => things.handover);
  const may = useMay()({ kind: "incident.put", thing: "handover", fields: {} });
  return (
    <>
      <ul className="handovers">
        {Object.values(handovers)
          .toSorted((a, b) => b.createdUtcMs - a.createdUtcMs)
          .map((handover) => (
            <Handover key={handover.id} handover={handover} />
          ))}
      </ul>
      {may && <Form />}
    </>
  );
};
