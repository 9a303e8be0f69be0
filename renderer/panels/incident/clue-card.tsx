import { IconCheck, IconFileText, IconSend, IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useHeatDecision } from "../heat-decision.tsx";
import { EditChoice, EditPlace, EditText } from "../search/edit-fields.tsx";
import { FieldConflict } from "../search/field-conflict.tsx";
import { placeText } from "../search/fields.tsx";
import { SliderField } from "../search/slider-field.tsx";
import { useIncident } from "../search/use-incident.ts";
import { usePut } from "../search/use-put.ts";
import { useUtcAge } from "./age-note.tsx";
import { CluePhotos } from "./clue-photos.tsx";
import { JobCard } from "./job-card.tsx";
import { useThings } from "./things-context.tsx";
import { useMay } from "./use-may.ts";

type ClueProps = { readonly clue: Thing<"clue"> };

const effects = ["here", "passed", "not-here", "none"] as const;
const states = ["new", "checking", "confirmed", "dismissed"] as const;
type Effect = (typeof effects)[number];
type State = (typeof states)[number];

/** The heat source that a clue is of: to be judged here as in its own list. */
const Heat = ({ heatId }: { readonly heatId: string }) => {
  const t = useTranslate();
  const source = useStore(useStores().heat, ({ byId }) => byId[heatId]);
  return source === undefined ? (
    <p className="small">{t("clue.heatGone")}</p>
  ) : (
    <HeatJudge id={heatId} number={source.number} decision={source.decision} />
  );
};

const HeatJudge = (props: {
  readonly id: string;
  readonly number: number;
  readonly decision: Parameters<typeof useHeatDecision>[0]["decision"];
}) => {
  const t = useTranslate();
  const { selection } = useStores();
  const { state, decide } = useHeatDecision(props);
  const may = useMay()({ kind: "heat.decide" });
  const { number, decision } = props;
  return (
    <div className="clue-heat">
      <button type="button" className="button quiet" onClick={() => selection.getState().selectHeat(props.id)}>
        {t("search.heatName", { n: number })} · {t(`map.clue.state.${decision.state}`)}
      </button>
      {may && decision.state !== "confirmed" && (
        <button
          type="button"
          className="button"
          disabled={state.state === "pending"}
          onClick={() => decide("confirmed")}
        >
          <IconCheck size={18} aria-hidden="true" />
          {t("heat.confirm")}
        </button>
      )}
      {may && decision.state === "new" && (
        <button
          type="button"
          className="button"
          disabled={state.state === "pending"}
          onClick={() => decide("dismissed")}
        >
          <IconX size={18} aria-hidden="true" />
          {t("heat.dismiss")}
        </button>
      )}
      <FaultNote state={state} />
    </div>
  );
};

const When = ({ clue }: ClueProps) => {
  const t = useTranslate();
  const format = useFormat();
  const { utcMs, reporter, sigmaM, place } = clue.fields;
  const age = useUtcAge(utcMs);
  const coordinates = useStore(useStores().settings, (state) => state.coordinateFormat);
  return (
    <dl className="search-facts">
      <div>
        <dt>{t("clue.when")}</dt>
        <dd>{utcMs === undefined ? "–" : `${format.localDateTime(utcMs)} (${t("clue.ago", { age: age ?? "" })})`}</dd>
      </div>
      <div>
        <dt>{t("clue.where")}</dt>
        <dd>
          {place === undefined ? "–" : placeText(place, coordinates)}
          {sigmaM !== undefined && <span className="small">{t("clue.sigma", { m: format.number(sigmaM, 0) })}</span>}
        </dd>
      </div>
      <div>
        <dt>{t("clue.reporter")}</dt>
        <dd>{reporter ?? clue.createdBy.name}</dd>
      </div>
    </dl>
  );
};

/** How sure it is, and what it does to the map, in words. */
const Judge = ({ clue }: ClueProps) => {
  const t = useTranslate();
  const format = useFormat();
  const may = useMay()({ kind: "incident.put", thing: "clue", thingId: clue.id, fields: { state: "new" } });
  const { state, put } = usePut();
  const { effect = "here", reliability = 0.5 } = clue.fields;
  return (
    <fieldset className="lead-part" disabled={!may}>
      <EditChoice
        thing={clue}
        field="state"
        label={t("clue.state")}
        usual="new"
        options={states.map((value) => ({ value: value as State, text: t(`map.clue.state.${value}`) }))}
      />
      <SliderField
        label={t("clue.reliability")}
        value={reliability}
        least={0}
        most={1}
        step={0.05}
        show={format.percent}
        onSet={(value) => put(clue, { reliability: value })}
      />
      <FieldConflict thing={clue} field="reliability" show={(value) => format.percent(Number(value))} />
      <EditChoice
        thing={clue}
        field="effect"
        label={t("clue.effect")}
        usual="here"
        options={effects.map((value) => ({ value: value as Effect, text: t(`clue.effect.${value}`) }))}
      />
      <p className="small">
        {t(clue.fields.state === "dismissed" ? "clue.effectTip.dismissed" : `clue.effectTip.${effect}`, {
          percent: format.percent(reliability),
        })}
      </p>
      <FaultNote state={state} />
    </fieldset>
  );
};

const Jobs = ({ clue }: ClueProps) => {
  const things = useThings();
  return [...things.values()].flatMap((thing) =>
    thing.kind === "assignment" && thing.fields.clueId === clue.id ? [<JobCard key={thing.id} job={thing} />] : [],
  );
};

/** One clue: what, where, when, how sure, and who looks after it. */
export const ClueCard = ({ clue }: ClueProps) => {
  const t = useTranslate();
  const { incidentPanel } = useStores();
  const incident = useIncident();
  const may = useMay();
  const mayChange = may({ kind: "incident.put", thing: "clue", thingId: clue.id, fields: { text: "" } });
  const { state, put } = usePut();
  const { place, heatId, nature = "other" } = clue.fields;
  return (
    <div className="card-body clue-card">
      <span className="chip">{t(`map.clue.nature.${nature}`)}</span>
      <fieldset className="lead-part" disabled={!mayChange}>
        <EditText thing={clue} field="text" label={t("clue.text")} rows={2} />
      </fieldset>
      <CluePhotos
        photos={clue.fields.photos ?? []}
        mayAdd={mayChange}
        onChange={(photos) => void put(clue, { photos: [...photos] })}
      />
      <When clue={clue} />
      {heatId !== undefined && <Heat heatId={heatId} />}
      <Judge clue={clue} />
      {place !== undefined && may({ kind: "incident.send" }) && (
        <button
          type="button"
          className="button primary"
          onClick={() => incidentPanel.getState().want({ place, about: { kind: "clue", id: clue.id } })}
        >
          <IconSend size={18} aria-hidden="true" />
          {t("clue.sendSomebody")}
        </button>
      )}
      <Jobs clue={clue} />
      <fieldset className="lead-part" disabled={!mayChange}>
        <EditPlace
          label={t("clue.movePlace")}
          place={place}
          onPlace={({ latDeg, lonDeg }) => void put(clue, { place: { latDeg, lonDeg } })}
        />
      </fieldset>
      <FaultNote state={state} />
      {incident !== undefined && (
        <a
          className="button"
          href={`/api/incidents/${encodeURIComponent(incident.id)}/forms/clue-sheet.html?only=${encodeURIComponent(clue.id)}&lang=${t.language}`}
          target="_blank"
          rel="noopener"
        >
          <IconFileText size={18} aria-hidden="true" />
          {t("clue.sheet")}
        </a>
      )}
    </div>
  );
};
