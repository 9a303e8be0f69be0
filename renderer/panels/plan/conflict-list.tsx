import { useStore } from "zustand";
import type { PlanConflict } from "../../../shared/plan/deconflict.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import { middleOf } from "../../stores/plan/plan-places.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";

/** More are worth no more. */
const mostShown = 6;

const Row = ({ conflict }: { readonly conflict: PlanConflict }) => {
  const t = useTranslate();
  const format = useFormat();
  const { fleet, selection } = useStores();
  const { sides, horizontalM, verticalM, closestS } = conflict;
  const nameOf = (side: PlanConflict["sides"][0]) => fleet.getState().byId[side.vehicleId]?.name ?? side.vehicleId;
  const length = (m: number | undefined) => {
    if (m === undefined) return t("common.unknown");
    const { value, unit } = format.length(Math.round(m));
    return `${value} ${unit}`;
  };
  const show = () => {
    const place = middleOf(sides);
    if (place !== undefined) selection.getState().requestFlyTo(place);
  };
  return (
    <li>
      <button type="button" className="plan-problem" title={t("plan.showOnMap")} onClick={show}>
        <StateMark state="bad" />
        <span>
          {t("conflict.row", {
            a: nameOf(sides[0]),
            b: nameOf(sides[1]),
            horizontal: length(horizontalM),
            vertical: length(verticalM),
            time: format.span(closestS * 1000),
          })}
        </span>
      </button>
    </li>
  );
};

/** Where this plan and another's come closer than 30 m and 15 m at the same time, if they begin together. */
export const ConflictList = ({ plan }: { readonly plan: Plan }) => {
  const t = useTranslate();
  const all = useStore(useStores().planCheck, (state) => state.conflicts);
  const own = all.filter(({ sides }) => sides.some(({ planId }) => planId === plan.id));
  if (own.length === 0) return undefined;
  return (
    <section className="plan-problems" aria-label={t("conflict.title")}>
      <h3 className="plan-heading">{t("conflict.title")}</h3>
      <ul>
        {own.slice(0, mostShown).map((conflict) => (
          <Row key={`${conflict.fromS} ${conflict.sides[1].planId} ${conflict.sides[0].planId}`} conflict={conflict} />
        ))}
      </ul>
    </section>
  );
};
