import { useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { EditText } from "../search/edit-fields.tsx";
import { FieldConflict } from "../search/field-conflict.tsx";
import { TextField } from "../search/fields.tsx";
import { usePut } from "../search/use-put.ts";
import { checkedItems } from "./checked-items.ts";
import { readLines } from "./read-lines.ts";
import { useMay } from "./use-may.ts";
import { useStep } from "./use-step.ts";

type QuestionProps = { readonly question: Thing<"question"> };
type State = NonNullable<Thing<"question">["fields"]["state"]>;

const Question = ({ question }: QuestionProps) => {
  const t = useTranslate();
  const may = useMay();
  const mayTick = may({ kind: "incident.step", thing: "question", thingId: question.id, step: "item-done" });
  const mayPut = may({ kind: "incident.put", thing: "question", thingId: question.id, fields: {} });
  const { state, step } = useStep();
  const { state: putState, put } = usePut();
  const { to, field, text, checklist = [], state: stands = "open", answer } = question.fields;
  const done = checkedItems(question);
  return (
    <li className="question">
      <p>
        <strong>{to ?? "–"}</strong> <span className="small">{field}</span>{" "}
        <span className="chip">{t(`question.state.${stands}`)}</span>
      </p>
      <p className="words">{text}</p>
      {checklist.map((item, i) => (
        <label key={item} className="check-row">
          <input
            type="checkbox"
            checked={done.has(i)}
            disabled={!mayTick || state.state === "pending"}
            onChange={(event) =>
              void step(question, event.currentTarget.checked ? "item-done" : "item-undone", { item: i })
            }
          />
          {item}
        </label>
      ))}
      {mayPut ? (
        <EditText thing={question} field="answer" label={t("question.answer")} rows={2} />
      ) : (
        answer !== undefined && <p className="words">{answer}</p>
      )}
      <FieldConflict thing={question} field="state" show={(value) => t(`question.state.${value as State}`)} />
      {mayPut && stands === "open" && (
        <div className="deck-row two">
          <button
            type="button"
            className="button primary"
            disabled={answer === undefined || answer === "" || putState.state === "pending"}
            onClick={() => void put(question, { state: "answered" })}
          >
            {t("question.close")}
          </button>
          <button
            type="button"
            className="button"
            disabled={putState.state === "pending"}
            onClick={() => void put(question, { state: "withdrawn" })}
          >
            {t("question.withdraw")}
          </button>
        </div>
      )}
      <FaultNote state={state} />
      <FaultNote state={putState} />
    </li>
  );
};

const Form = () => {
  const t = useTranslate();
  const { state, make } = usePut();
  const [to, setTo] = useState("");
  const [field, setField] = useState("");
  const [text, setText] = useState("");
  const [list, setList] = useState("");
  const isReady = to.trim() !== "" && text.trim() !== "";
  const ask = async () => {
    if (!isReady) return;
    const fields = { to: to.trim(), field: field.trim(), text: text.trim(), checklist: readLines(list) };
    if (!(await make("question", { ...fields, state: "open" })).ok) return;
    for (const clear of [setTo, setField, setText, setList]) clear("");
  };
  return (
    <form
      className="search-fields bare"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <div className="search-two">
        <TextField label={t("question.to")} value={to} onChange={setTo} />
        <TextField label={t("question.field")} value={field} onChange={setField} />
      </div>
      <TextField label={t("question.text")} rows={3} value={text} onChange={setText} />
      <TextField label={t("question.checklist")} rows={3} value={list} onChange={setList} />
      <button type="submit" className="button" disabled={!isReady || state.state === "pending"}>
        {t("question.ask")}
      </button>
      <FaultNote state={state} />
    </form>
  );
};

/** One question to somebody who knows, with what they should look at. */
export const QuestionSection = () => {
  const questions = useStore(useStores().incident, ({ things }) => things.question);
  const may = useMay()({ kind: "incident.put", thing: "question", fields: {} });
  return (
    <>
      <ul className="questions">
        {Object.values(questions)
          .toSorted((a, b) => b.createdUtcMs - a.createdUtcMs)
          .map((question) => (
            <Question key={question.id} question={question} />
          ))}
      </ul>
      {may && <Form />}
    </>
  );
};
