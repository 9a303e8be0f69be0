import { IconCircle, IconFlag, IconPolygon, IconTrash } from "@tabler/icons-react";
import { useStore } from "zustand";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Fence, Plan, RallyPoint } from "../../../shared/plan/plan.ts";
import { newPlanPartId } from "../../stores/plan/new-id.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { PlanHeight, PlanNumber, PlanPlace, useMapPick } from "./plan-fields.tsx";
import { useChangePlan } from "./use-plan.ts";

const FenceRow = ({ plan, fence, index }: { readonly plan: Plan; readonly fence: Fence; readonly index: number }) => {
  const t = useTranslate();
  const { planEdit } = useStores();
  const change = useChangePlan(plan.id);
  const open = useStore(planEdit, ({ part }) => part?.kind === "fence" && part.id === fence.id);
  const put = (next: Fence, field: string) =>
    change((now) => editPlan(now, { kind: "put-fence", fence: next }), `${fence.id} ${field}`);
  const what = t(fence.inclusion ? "fence.inclusion" : "fence.exclusion");
  return (
    <div className="plan-fence">
      <button
        type="button"
        className="button plan-fence-head"
        aria-expanded={open}
        onClick={() => planEdit.getState().choosePart(open ? undefined : { kind: "fence", id: fence.id })}
      >
        {fence.shape === "circle" ? (
          <IconCircle size={20} aria-hidden="true" />
        ) : (
          <IconPolygon size={20} aria-hidden="true" />
        )}
        {t("fence.numbered", { what, n: index + 1 })}
      </button>
      {open && (
        <div className="plan-row-body">
          <fieldset className="segments" aria-label={t("fence.kind")}>
            <button
              type="button"
              aria-pressed={fence.inclusion}
              onClick={() => put({ ...fence, inclusion: true }, "kind")}
            >
              {t("fence.inclusion")}
            </button>
            <button
              type="button"
              aria-pressed={!fence.inclusion}
              onClick={() => put({ ...fence, inclusion: false }, "kind")}
            >
              {t("fence.exclusion")}
            </button>
          </fieldset>
          {fence.shape === "circle" ? (
            <>
              <PlanPlace
                label={t("plan.centre")}
                plan={plan}
                value={fence.centre}
                onChange={(centre) => put({ ...fence, centre }, "centre")}
              />
              <PlanNumber
                label={t("plan.radius")}
                kind="length"
                value={fence.radiusM}
                least={5}
                most={50_000}
                onChange={(radiusM) => put({ ...fence, radiusM }, "radius")}
              />
            </>
          ) : (
            fence.points.map((place, i) => (
              <PlanPlace
                // biome-ignore lint/suspicious/noArrayIndexKey: a corner is known by its place in the ring
                key={i}
                label={t("pattern.corner", { n: i + 1 })}
                plan={plan}
                value={place}
                onChange={(to) => change((now) => editPlan(now, { kind: "move-corner", id: fence.id, corner: i, to }))}
              />
            ))
          )}
          <DeletePart planId={plan.id} id={fence.id} />
        </div>
      )}
    </div>
  );
};

const DeletePart = ({ planId, id }: { readonly planId: string; readonly id: string }) => {
  const t = useTranslate();
  const change = useChangePlan(planId);
  return (
    <button type="button" className="button" onClick={() => change((now) => editPlan(now, { kind: "delete", id }))}>
      <IconTrash size={20} aria-hidden="true" />
      {t("plan.deleteStep")}
    </button>
  );
};

const RallyRow = ({
  plan,
  point,
  index,
}: {
  readonly plan: Plan;
  readonly point: RallyPoint;
  readonly index: number;
}) => {
  const t = useTranslate();
  const { planEdit } = useStores();
  const change = useChangePlan(plan.id);
  const open = useStore(planEdit, ({ part }) => part?.kind === "rally" && part.id === point.id);
  const put = (next: RallyPoint, field: string) =>
    change((now) => editPlan(now, { kind: "put-rally", point: next }), `${point.id} ${field}`);
  return (
    <div className="plan-fence">
      <button
        type="button"
        className="button plan-fence-head"
        aria-expanded={open}
        onClick={() => planEdit.getState().choosePart(open ? undefined : { kind: "rally", id: point.id })}
      >
        <IconFlag size={20} aria-hidden="true" />
        {t("fence.rallyNumbered", { n: index + 1 })}
      </button>
      {open && (
        <div className="plan-row-body">
          <PlanPlace
            label={t("plan.place")}
            plan={plan}
            value={point}
            onChange={({ latDeg, lonDeg }) => put({ ...point, latDeg, lonDeg }, "place")}
          />
          <PlanHeight
            label={t("plan.height")}
            plan={plan}
            value={point.altitude}
            onChange={(altitude) => put({ ...point, altitude }, "height")}
          />
          <DeletePart planId={plan.id} id={point.id} />
        </div>
      )}
    </div>
  );
};

const useDraw = (plan: Plan) => {
  const t = useTranslate();
  const { planEdit } = useStores();
  const ask = useMapPick(plan);
  const change = useChangePlan(plan.id);
  const putFence = (fence: Fence) => {
    change((now) => editPlan(now, { kind: "put-fence", fence }));
    planEdit.getState().choosePart({ kind: "fence", id: fence.id });
  };
  return {
    polygon: (inclusion: boolean) =>
      ask({
        kind: "area",
        label: t(inclusion ? "fence.inclusion" : "fence.exclusion"),
        onDone: (points) => putFence({ id: newPlanPartId(), shape: "polygon", inclusion, points }),
      }),
    circle: (inclusion: boolean) =>
      ask({
        kind: "circle",
        label: t(inclusion ? "fence.inclusion" : "fence.exclusion"),
        onDone: ({ centre, radiusM }) => putFence({ id: newPlanPartId(), shape: "circle", inclusion, centre, radiusM }),
      }),
    rally: () =>
      ask({
        kind: "place",
        label: t("fence.rally"),
        onDone: (place) => {
          const point: RallyPoint = { id: newPlanPartId(), ...place, altitude: { reference: "home", m: 40 } };
          change((now) => editPlan(now, { kind: "put-rally", point }));
          planEdit.getState().choosePart({ kind: "rally", id: point.id });
        },
      }),
  };
};

/** Where the vehicle must stay, where it must not go, and where it may land instead of at home. */
export const FenceSection = ({ plan }: { readonly plan: Plan }) => {
  const t = useTranslate();
  const format = useFormat();
  const draw = useDraw(plan);
  const { fences, rallyPoints } = plan;
  const note =
    fences.length + rallyPoints.length === 0 ? undefined : format.number(fences.length + rallyPoints.length, 0);
  return (
    <Section title={t("fence.title")} note={note}>
      {fences.map((fence, i) => (
        <FenceRow key={fence.id} plan={plan} fence={fence} index={i} />
      ))}
      {rallyPoints.map((point, i) => (
        <RallyRow key={point.id} plan={plan} point={point} index={i} />
      ))}
      <div className="plan-add in-section">
        <button type="button" className="button plan-add-button" onClick={() => draw.polygon(true)}>
          <IconPolygon size={20} aria-hidden="true" />
          <span>{t("fence.inclusion")}</span>
        </button>
        <button type="button" className="button plan-add-button" onClick={() => draw.polygon(false)}>
          <IconPolygon size={20} aria-hidden="true" />
          <span>{t("fence.exclusion")}</span>
        </button>
        <button type="button" className="button plan-add-button" onClick={() => draw.circle(true)}>
          <IconCircle size={20} aria-hidden="true" />
          <span>{t("fence.circleIn")}</span>
        </button>
        <button type="button" className="button plan-add-button" onClick={() => draw.circle(false)}>
          <IconCircle size={20} aria-hidden="true" />
          <span>{t("fence.circleOut")}</span>
        </button>
        <button type="button" className="button plan-add-button" onClick={draw.rally}>
          <IconFlag size={20} aria-hidden="true" />
          <span>{t("fence.rally")}</span>
        </button>
      </div>
    </Section>
  );
};
