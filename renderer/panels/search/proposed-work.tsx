import { useStore } from "zustand";
import { thingKey } from "../../../shared/incident/thing.ts";
import type { Proposal } from "../../../shared/wire/incident.ts";
import type { WorkChoice } from "../../stores/search-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { ringMiddle } from "./segment-rows.ts";
import { gainText } from "./share-text.ts";

interface WorkProps {
  readonly proposal: Proposal;
  readonly work: WorkChoice;
  /** Absent where there is nothing to choose: a press only shows it on the map. */
  readonly onChoose: ((work: WorkChoice) => void) | undefined;
}

/** What somebody would search in lines; a press shows it on the map, and chooses it where there is a choice. */
const SegmentsWork = ({ proposal, work, onChoose }: WorkProps) => {
  const t = useTranslate();
  const format = useFormat();
  const { incident, selection } = useStores();
  const segments = useStore(incident, ({ things }) => things.segment);
  const names = proposal.segmentIds.map((id) => segments[id]?.fields.name ?? id);
  const [first] = proposal.segmentIds;
  const show = () => {
    onChoose?.("segments");
    if (first === undefined) return;
    selection.getState().selectThing(thingKey("segment", first));
    const around = proposal.segmentIds.flatMap((id) => segments[id]?.fields.ring ?? []);
    const middle = ringMiddle(around);
    if (middle !== undefined) selection.getState().requestFlyTo(middle, { around });
  };
  return (
    <button
      type="button"
      className="button quiet proposal-show"
      aria-pressed={onChoose === undefined ? undefined : work === "segments"}
      onClick={show}
    >
      <span className="proposal-segments">
        {t("next.segments", { names: format.list(names) })}
        {onChoose !== undefined && ` · ${gainText(format, proposal.expectedPos)}`}
      </span>
      <span className="small">
        {proposal.travelS < 30
          ? t("next.timesHere", { search: format.age(proposal.searchS * 1000) })
          : t("next.times", {
              travel: format.age(proposal.travelS * 1000),
              search: format.age(proposal.searchS * 1000),
              km: format.number(proposal.distanceM / 1000, 1),
            })}
      </span>
    </button>
  );
};

/** A vehicle's own way over the richest ground. */
const WayWork = ({ proposal, work, onChoose }: WorkProps) => {
  const t = useTranslate();
  const format = useFormat();
  const { selection } = useStores();
  const { way } = proposal;
  if (way === undefined) return undefined;
  const show = () => {
    onChoose?.("way");
    const middle = ringMiddle(way.path);
    if (middle !== undefined) selection.getState().requestFlyTo(middle, { around: way.path });
  };
  return (
    <button
      type="button"
      className="button quiet proposal-show"
      aria-pressed={onChoose === undefined ? undefined : work === "way"}
      onClick={show}
    >
      <span className="proposal-segments">
        {t(way.insteadOf === undefined ? "next.way" : "next.wayInstead")}
        {onChoose !== undefined && ` · ${gainText(format, way.expectedPos)}`}
      </span>
      <span className="small">
        {t("next.wayTimes", {
          search: format.age(way.searchS * 1000),
          home: format.age(way.homeS * 1000),
          km: format.number(way.distanceM / 1000, 1),
        })}
      </span>
    </button>
  );
};

/** What a line of "what next" stands for, or a choice of two. */
export const ProposedWork = (props: WorkProps) => {
  const { segmentIds, way } = props.proposal;
  const hasBoth = segmentIds.length > 0 && way !== undefined;
  const onChoose = hasBoth ? props.onChoose : undefined;
  return (
    <div className="proposal-work">
      {way !== undefined && <WayWork {...props} onChoose={onChoose} />}
      {segmentIds.length > 0 && <SegmentsWork {...props} onChoose={onChoose} />}
    </div>
  );
};
