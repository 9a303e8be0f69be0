import { IconPolygon } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { segmentNames } from "../../../shared/search/segments/segment-names.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Section } from "../fly/section.tsx";
import { DivideSection } from "./divide-section.tsx";
import { LeadPart } from "./lead-part.tsx";
import { SearchProblems } from "./search-problems.tsx";
import { SegmentCard } from "./segment-card.tsx";
import { SegmentList, useChosenSegment } from "./segment-list.tsx";
import { usePut } from "./use-put.ts";

/** Draws one segment by itself. */
const DrawOne = () => {
  const t = useTranslate();
  const { mapTool, fly, incident } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const { state, make } = usePut();
  const draw = () =>
    mapTool.getState().pick({
      kind: "area",
      colourIndex: 4,
      label: t("segments.drawOne"),
      onDone: (outline) => {
        const taken = Object.values(incident.getState().things.segment).map(({ fields }) => fields.name ?? "");
        const [name = ""] = segmentNames(1, taken);
        void make("segment", { name, ring: outline.map(({ latDeg, lonDeg }) => ({ latDeg, lonDeg })) });
      },
    });
  return (
    <>
      <button type="button" className="button" disabled={!hasMap} onClick={draw}>
        <IconPolygon size={20} aria-hidden="true" />
        {t("segments.drawOne")}
      </button>
      <FaultNote state={state} />
    </>
  );
};

/** What was removed last, to be taken back until the next one. */
const Removed = (props: { readonly segment: Thing<"segment">; readonly onBack: () => void }) => {
  const t = useTranslate();
  const { state, put } = usePut();
  const undo = async () => {
    const { kind, id } = props.segment;
    if ((await put({ kind, id }, { removed: false })).ok) props.onBack();
  };
  return (
    <div className="search-undo" role="status">
      <span>{t("segments.removed", { name: props.segment.fields.name ?? props.segment.id })}</span>
      <button type="button" className="button" disabled={state.state === "pending"} onClick={() => void undo()}>
        {t("segments.undo")}
      </button>
      <FaultNote state={state} />
    </div>
  );
};

/** The ground in parts: made, drawn, listed by what is left, changed. */
export const SegmentsTab = (_props: { readonly incident: Thing<"incident"> }) => {
  const t = useTranslate();
  const { incident, selection } = useStores();
  const chosenId = useChosenSegment();
  const chosen = useStore(incident, ({ things }) => (chosenId === undefined ? undefined : things.segment[chosenId]));
  const hasSegments = useStore(incident, ({ things }) => Object.keys(things.segment).length > 0);
  const [removed, setRemoved] = useState<Thing<"segment"> | undefined>();
  return (
    <div className="segments-tab">
      <LeadPart>
        <Section title={t("segments.divide")} open={!hasSegments}>
          <DivideSection />
          <DrawOne />
        </Section>
      </LeadPart>
      <SearchProblems only={["overlap", "crossing-ring", "outside-map", "not-one", "negative", "missing-value"]} />
      {removed !== undefined && <Removed segment={removed} onBack={() => setRemoved(undefined)} />}
      <SegmentList />
      {chosen !== undefined && (
        <SegmentCard
          key={chosen.id}
          segment={chosen}
          onRemoved={() => {
            setRemoved(chosen);
            selection.getState().selectThing(undefined);
          }}
        />
      )}
    </div>
  );
};
