import { Switch } from "@mantine/core";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Spinner } from "../fly/outcome-note.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { ConsensusSection } from "./consensus-section.tsx";
import { DriftSection } from "./drift-section.tsx";
import { FieldConflict } from "./field-conflict.tsx";
import { Choice } from "./fields.tsx";
import { LeadPart } from "./lead-part.tsx";
import { plainValue } from "./plain-value.ts";
import { SearchProblems } from "./search-problems.tsx";
import { gainText, shareText } from "./share-text.ts";
import { SliderField } from "./slider-field.tsx";
import { usePutModel } from "./use-put-model.ts";

/** How sure the whole is: what was achieved, what the next hour can add, what lies outside. */
const Figures = () => {
  const t = useTranslate();
  const format = useFormat();
  const search = useStore(useStores().station, ({ view }) => view?.search);
  if (search === undefined || search.state === "none" || search.state === "failed") {
    const state = search?.state ?? "none";
    return <p className="search-lead">{t(state === "failed" ? "model.state.failed" : "model.state.none")}</p>;
  }
  // Before the first map is worked out nothing is known of it, not even that all lies outside.
  const hasMap = search.bounds !== undefined;
  return (
    <div className="search-figures">
      {search.state === "working" && (
        <p className="search-working" role="status">
          <Spinner />
          {t("model.state.working")}
        </p>
      )}
      <dl>
        <div>
          <dt>{t("search.pos")}</dt>
          <dd>{hasMap ? shareText(format, search.pos) : "–"}</dd>
        </div>
        <div>
          <dt>{t("model.nextHour")}</dt>
          <dd>{search.posNextHour === undefined ? "–" : gainText(format, search.posNextHour)}</dd>
        </div>
        <div>
          <dt>{t("model.outside")}</dt>
          <dd>{hasMap ? shareText(format, search.restOfWorld) : "–"}</dd>
        </div>
        <div>
          <dt>{t("model.covered")}</dt>
          <dd>{t("segment.km2", { km2: format.number(search.coveredM2 / 1e6, 2) })}</dd>
        </div>
      </dl>
      <p className="small">{t("model.posMeans")}</p>
    </div>
  );
};

/** Each layer of the prior with its weight; its formula and source one press away. */
const Layers = () => {
  const t = useTranslate();
  const format = useFormat();
  const layers = useStore(useStores().station, ({ view }) => view?.search?.layers);
  if (layers === undefined || layers.length === 0) return undefined;
  return (
    <ul className="search-layers" aria-label={t("model.layers")}>
      {layers.map(({ key, weight, formula, source, assumptions = [] }) => (
        <li key={`${key} ${source}`}>
          <details>
            <summary>
              <span className="search-layer-name">{t.loose(`model.layer.${key}` as never, {})}</span>
              <span className="figure">{shareText(format, weight)}</span>
            </summary>
            <p className="search-formula">{formula}</p>
            <p className="small">{t("model.source", { source })}</p>
            {assumptions.map(({ code, value, unit }) => (
              <p key={code} className="small">
                {t(`model.assumption.${code}`, {
                  value:
                    value === undefined ? "" : unit === "share" ? shareText(format, value) : format.number(value, 0),
                })}
              </p>
            ))}
          </details>
        </li>
      ))}
    </ul>
  );
};

const Distance = () => {
  const t = useTranslate();
  const { fields, state, change } = usePutModel();
  return (
    <>
      <Switch
        classNames={{ root: "plan-switch" }}
        size="md"
        labelPosition="left"
        label={t("model.rings")}
        checked={fields.rings !== false}
        onChange={(event) => void change({ rings: event.currentTarget.checked })}
      />
      <Choice
        label={t("model.distance")}
        options={(["rings", "log-normal"] as const).map((value) => ({ value, text: t(`model.distance.${value}`) }))}
        value={fields.distance ?? "rings"}
        onChange={(distance) => void change({ distance })}
      />
      <SliderField
        label={t("model.radius")}
        value={Math.log10(fields.radiusM ?? 5_000)}
        unset={fields.radiusM === undefined ? t("model.byItself") : undefined}
        least={2.5}
        most={5}
        step={0.05}
        show={(log) => t("model.km", { km: Number((10 ** log / 1000).toPrecision(2)) })}
        onSet={(log) => change({ radiusM: Number((10 ** log).toPrecision(2)) })}
      />
      <FaultNote state={state} />
    </>
  );
};

const Weights = () => {
  const t = useTranslate();
  const format = useFormat();
  const { fields, state, change } = usePutModel();
  return (
    <>
      <SliderField
        label={t("model.attraction")}
        value={fields.attraction ?? 0}
        least={0}
        most={3}
        step={0.1}
        show={(value) => (value === 0 ? t("model.off") : `× ${format.number(value, 1)}`)}
        onSet={(attraction) => change({ attraction })}
      />
      <p className="small">{t("model.attractionTip")}</p>
      <Switch
        classNames={{ root: "plan-switch" }}
        size="md"
        labelPosition="left"
        label={t("model.direction")}
        checked={fields.direction === true}
        onChange={(event) => void change({ direction: event.currentTarget.checked })}
      />
      <SliderField
        label={t("model.cluesWeight")}
        value={fields.cluesWeight ?? 1}
        least={0}
        most={1}
        step={0.05}
        show={(value) => format.percent(value)}
        onSet={(cluesWeight) => change({ cluesWeight })}
      />
      <SliderField
        label={t("model.restOfWorld")}
        value={fields.restOfWorld ?? 0}
        unset={fields.restOfWorld === undefined ? t("model.byItself") : undefined}
        least={0}
        most={0.5}
        step={0.01}
        show={(value) => format.percent(value)}
        onSet={(restOfWorld) => change({ restOfWorld })}
      />
      <p className="small">{t("model.restOfWorldTip")}</p>
      <FaultNote state={state} />
    </>
  );
};

/** Whatever of the model two people set at once. */
const ModelConflicts = () => {
  const { model } = usePutModel();
  if (model?.conflicts === undefined) return undefined;
  return Object.keys(model.conflicts).map((field) => (
    <FieldConflict key={field} thing={model} field={field} show={plainValue} />
  ));
};

/** How the probability map is made: every layer can be switched, weighted and looked into. */
export const ModelTab = ({ incident }: { readonly incident: Thing<"incident"> }) => {
  const t = useTranslate();
  const sea = incident.fields.nature === "sea";
  return (
    <>
      <Figures />
      <SearchProblems />
      <Layers />
      <LeadPart>
        <ModelConflicts />
        {sea && (
          <Section title={t("drift.title")} open>
            <DriftSection />
          </Section>
        )}
        {!sea && (
          <Section title={t("model.part.distance")} open>
            <Distance />
          </Section>
        )}
        <Section title={t("model.part.weights")} open={!sea}>
          <Weights />
        </Section>
        <Section title={t("consensus.title")}>
          <ConsensusSection />
        </Section>
      </LeadPart>
    </>
  );
};
