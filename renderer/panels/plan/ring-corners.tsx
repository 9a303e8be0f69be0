import { IconTrash } from "@tabler/icons-react";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import { withRing } from "../../stores/plan/shape-edit.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import type { PatternElement } from "./pattern-settings.ts";
import { PlanPlace } from "./plan-fields.tsx";

/** More than these are edited on the map. */
const mostListed = 60;

const ringsOf = ({ shape }: PatternElement): readonly (readonly LatLon[])[] =>
  shape.kind === "corridor" ? [shape.line] : "area" in shape ? [shape.area.outline, ...shape.area.holes] : [];

/** The corners as numbers: to be typed from a radio message, and for who works without a pointer. */
export const RingCorners = (props: {
  readonly plan: Plan;
  readonly element: PatternElement;
  readonly onChange: (element: PatternElement, field: string) => void;
}) => {
  const t = useTranslate();
  const { plan, element, onChange } = props;
  const { shape } = element;
  if ("datum" in shape)
    return (
      <PlanPlace
        label={t("plan.centre")}
        plan={plan}
        value={shape.datum}
        onChange={(datum) => onChange({ ...element, shape: { ...shape, datum }, points: [] }, `${element.id} datum`)}
      />
    );
  const rings = ringsOf(element);
  const least = shape.kind === "corridor" ? 2 : 3;
  return (
    <details className="plan-corners">
      <summary>{t("pattern.corners", { count: rings.reduce((sum, ring) => sum + ring.length, 0) })}</summary>
      {rings.map((ring, n) =>
        ring.slice(0, mostListed).map((place, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a corner is known by its place in the ring
          <div key={`${n}-${i}`} className="plan-corner">
            <PlanPlace
              label={n === 0 ? t("pattern.corner", { n: i + 1 }) : t("pattern.holeCorner", { hole: n, n: i + 1 })}
              plan={plan}
              value={place}
              onChange={(to) =>
                onChange(
                  withRing(element, n, (places) => places.map((was, at) => (at === i ? to : was))),
                  `${element.id} corner ${n} ${i}`,
                )
              }
            />
            <button
              type="button"
              className="button square"
              disabled={ring.length <= least}
              aria-label={t("pattern.deleteCorner", { n: i + 1 })}
              title={t("pattern.deleteCorner", { n: i + 1 })}
              onClick={() =>
                onChange(
                  withRing(element, n, (places) => places.filter((_, at) => at !== i)),
                  `${element.id} delete corner`,
                )
              }
            >
              <IconTrash size={18} aria-hidden="true" />
            </button>
          </div>
        )),
      )}
    </details>
  );
};
