import { IconPencil, IconTrash, IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { EditChoice, EditText } from "./edit-fields.tsx";
import { GradeMark } from "./grade-mark.tsx";
import { LeadPart } from "./lead-part.tsx";
import { PoaField } from "./poa-field.tsx";
import { shareText } from "./share-text.ts";
import { usePut } from "./use-put.ts";

const covers = ["open", "brush", "wood", "built"] as const;

const Standing = ({ segment }: { readonly segment: Thing<"segment"> }) => {
  const t = useTranslate();
  const format = useFormat();
  const grade = useStore(useStores().incident, (state) => state.grades[segment.id]);
  if (grade === undefined) return <p className="small">{t("segment.noGrade")}</p>;
  return (
    <dl className="search-facts">
      <div>
        <dt>{t("segments.poa")}</dt>
        <dd>{shareText(format, grade.poa)}</dd>
      </div>
      <div>
        <dt>{t("segments.pod")}</dt>
        <dd>
          {format.percent(grade.pod)}
          {grade.podResponsive !== undefined && (
            <span className="small search-fact-more">
              {t("segment.podResponsive", { pod: format.percent(grade.podResponsive) })}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>{t("segments.left")}</dt>
        <dd>{t("segment.perKm2", { share: shareText(format, grade.densityPerKm2) })}</dd>
      </div>
      <div>
        <dt>{t("segment.area")}</dt>
        <dd>{t("segment.km2", { km2: format.number(grade.areaM2 / 1e6, 2) })}</dd>
      </div>
    </dl>
  );
};

/** The chosen segment: how it stands, and what of it can be changed. */
export const SegmentCard = (props: { readonly segment: Thing<"segment">; readonly onRemoved: () => void }) => {
  const t = useTranslate();
  const { selection, mapTool, fly, incident } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const grade = useStore(incident, (state) => state.grades[props.segment.id]?.grade);
  const { state, put } = usePut();
  const { segment, onRemoved } = props;
  const name = segment.fields.name ?? segment.id;
  const editRing = () =>
    mapTool.getState().editRing({
      colourIndex: 4,
      label: t("segment.ringOf", { name }),
      ring: segment.fields.ring ?? [],
      onDone: (ring) => void put(segment, { ring: ring.map(({ latDeg, lonDeg }) => ({ latDeg, lonDeg })) }),
    });
  const remove = async () => {
    if ((await put(segment, { removed: true })).ok) onRemoved();
  };
  return (
    <section className="segment-card" aria-label={t("segment.title", { name })}>
      <header>
        <GradeMark grade={grade} />
        <h3>{t("segment.title", { name })}</h3>
        <span className="small">{t(`segment.grade.${grade ?? "none"}`)}</span>
        <button
          type="button"
          className="button quiet square"
          aria-label={t("common.close")}
          title={t("common.close")}
          onClick={() => selection.getState().selectThing(undefined)}
        >
          <IconX size={20} aria-hidden="true" />
        </button>
      </header>
      <Standing segment={segment} />
      <details className="segment-change">
        <summary>{t("segment.change")}</summary>
        <LeadPart>
          <div className="search-two">
            <EditText thing={segment} field="name" label={t("segment.name")} />
            <PoaField segment={segment} />
          </div>
          <EditChoice
            thing={segment}
            field="cover"
            label={t("segment.cover")}
            options={covers.map((value) => ({ value, text: t(`segment.cover.${value}`) }))}
          />
          <EditText thing={segment} field="note" label={t("segment.note")} />
          <div className="deck-row two">
            <button type="button" className="button" disabled={!hasMap} onClick={editRing}>
              <IconPencil size={18} aria-hidden="true" />
              {t("segment.editRing")}
            </button>
            <button type="button" className="button" onClick={() => void remove()}>
              <IconTrash size={18} aria-hidden="true" />
              {t("segment.remove")}
            </button>
          </div>
        </LeadPart>
      </details>
      <FaultNote state={state} />
    </section>
  );
};
