import { IconCheck, IconEar } from "@tabler/icons-react";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { HoldButton } from "../fly/hold-button.tsx";
import { ShortTime } from "./age-note.tsx";
import { type HelpRow, helpRows } from "./message-rows.ts";
import { type Things, useThings } from "./things-context.tsx";
import { useMay } from "./use-may.ts";
import { useStep } from "./use-step.ts";

const callerTeam = (thing: Thing | undefined): string | undefined =>
  thing?.kind === "person"
    ? thing.fields.teamId
    : thing?.kind === "team"
      ? thing.id
      : thing?.kind === "message"
        ? thing.fields.fromTeamId
        : undefined;

const ofTeam = (things: Things, teamId: string | undefined): readonly HelpRow[] =>
  helpRows(things).filter(({ key }) => teamId === undefined || callerTeam(things.get(key)) === teamId);

const Call = ({ call }: { readonly call: HelpRow }) => {
  const t = useTranslate();
  const things = useThings();
  const may = useMay();
  const { selection } = useStores();
  const { state, step } = useStep();
  const thing = things.get(call.key);
  if (thing === undefined) return undefined;
  const asks = { kind: "incident.step", thing: thing.kind, thingId: thing.id } as const;
  const { place, text, acknowledgedBy } = call;
  return (
    <div className="help-call" role="alert">
      <p>
        <strong>{t("help.calls", { name: call.name })}</strong> <ShortTime utcMs={call.utcMs} />
      </p>
      {text !== undefined && text !== "" && <p>{text}</p>}
      {acknowledgedBy !== undefined && <p className="small">{t("help.heardBy", { name: acknowledgedBy })}</p>}
      <div className="help-actions">
        {place !== undefined && (
          <button type="button" className="button" onClick={() => selection.getState().requestFlyTo(place)}>
            {t("search.showPlace")}
          </button>
        )}
        {acknowledgedBy === undefined && may({ ...asks, step: "acknowledged" }) && (
          <button
            type="button"
            className="button primary"
            disabled={state.state === "pending"}
            onClick={() => void step(thing, "acknowledged")}
          >
            <IconEar size={18} aria-hidden="true" />
            {t("help.heard")}
          </button>
        )}
        {may({ ...asks, step: "answered" }) && (
          <HoldButton
            label={t("help.over")}
            spoken={t("help.over")}
            icon={<IconCheck size={18} aria-hidden="true" />}
            disabled={state.state === "pending"}
            onDone={() => void step(thing, "answered")}
          />
        )}
      </div>
      <FaultNote state={state} />
    </div>
  );
};

/** Calls for help, of everybody or of one team, until they are over. */
export const AnswerHelp = ({ teamId }: { readonly teamId?: string }) => {
  const things = useThings();
  return ofTeam(things, teamId).map((call) => <Call key={call.key} call={call} />);
};
