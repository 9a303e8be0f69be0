import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { usualConsensusWeight } from "../../../shared/search/probability/consensus.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { Choice, TextField } from "./fields.tsx";
import { SliderField } from "./slider-field.tsx";
import { usePut } from "./use-put.ts";
import { usePutModel } from "./use-put-model.ts";
import { VoteTable } from "./vote-table.tsx";

const methods = ["mattson", "oconnor", "proportional"] as const;

const AddExpert = () => {
  const t = useTranslate();
  const { state, make } = usePut();
  const { fields } = usePutModel();
  const [name, setName] = useState("");
  const add = async () => {
    const expert = name.trim();
    if (expert === "") return;
    const scale = fields.consensusMethod === "oconnor" ? "letters" : "percent";
    if ((await make("vote", { expert, scale, values: {} })).ok) setName("");
  };
  return (
    <form
      className="search-add"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField label={t("consensus.expert")} value={name} onChange={setName} />
      <button
        type="submit"
        className="button square"
        aria-label={t("consensus.add")}
        title={t("consensus.add")}
        disabled={name.trim() === "" || state.state === "pending"}
      >
        <IconPlus size={20} aria-hidden="true" />
      </button>
      <FaultNote state={state} />
    </form>
  );
};

/** What people who know the ground think, each for himself, before anybody talks; mixed into the map by a weight. */
export const ConsensusSection = () => {
  const t = useTranslate();
  const format = useFormat();
  const { incident } = useStores();
  const { fields, state, change } = usePutModel();
  const votes = useStore(
    incident,
    useShallow(({ things }) => Object.values(things.vote)),
  );
  const hasSegments = useStore(incident, ({ things }) => Object.keys(things.segment).length > 0);
  const method = fields.consensusMethod ?? "mattson";
  if (!hasSegments) return <p className="search-lead">{t("consensus.needsSegments")}</p>;
  return (
    <>
      <SliderField
        label={t("consensus.weight")}
        value={fields.consensusWeight ?? usualConsensusWeight}
        least={0}
        most={1}
        step={0.05}
        show={(value) => (value === 0 ? t("model.off") : format.percent(value))}
        onSet={(consensusWeight) => change({ consensusWeight })}
      />
      <Choice
        label={t("consensus.method")}
        options={methods.map((value) => ({ value, text: t(`consensus.method.${value}`) }))}
        value={method}
        onChange={(consensusMethod) => void change({ consensusMethod })}
      />
      <p className="small">{t(`consensus.tip.${method}`)}</p>
      <FaultNote state={state} />
      {votes.map((vote) => (
        <VoteTable key={vote.id} vote={vote} />
      ))}
      <AddExpert />
    </>
  );
};
