import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { thingKey } from "../../../shared/incident/thing.ts";
import { teamModes } from "../../../shared/incident/things.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { TextField } from "../search/fields.tsx";
import { usePut } from "../search/use-put.ts";
import { CardHead } from "./card-head.tsx";
import { SelectField } from "./select-field.tsx";

/** A team that has just arrived: a name will do, the rest is added on its card. */
export const AddTeam = ({ onDone }: { readonly onDone: () => void }) => {
  const t = useTranslate();
  const { selection } = useStores();
  const { state, make } = usePut();
  const [name, setName] = useState("");
  const [radio, setRadio] = useState("");
  const [mode, setMode] = useState<(typeof teamModes)[number]>("foot");
  const add = async () => {
    const clean = name.trim();
    if (clean === "") return;
    const outcome = await make("team", {
      name: clean,
      mode,
      state: "ready",
      ...(radio.trim() === "" ? {} : { radio: radio.trim() }),
    });
    if (!outcome.ok) return;
    onDone();
    if ("thingId" in outcome && outcome.thingId !== undefined)
      selection.getState().selectThing(thingKey("team", outcome.thingId));
  };
  return (
    <form
      className="search-fields"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <CardHead title={t("team.add")} onBack={onDone} />
      <TextField label={t("team.name")} value={name} onChange={setName} />
      <SelectField
        label={t("team.mode")}
        options={teamModes.map((value) => ({ value, text: t(`map.mode.${value}`) }))}
        value={mode}
        onChange={setMode}
      />
      <TextField label={t("team.radio")} value={radio} onChange={setRadio} />
      <button type="submit" className="button primary" disabled={name.trim() === "" || state.state === "pending"}>
        <IconPlus size={18} aria-hidden="true" />
        {t("team.add")}
      </button>
      <FaultNote state={state} />
    </form>
  );
};
