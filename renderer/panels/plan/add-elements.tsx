import {
  IconCamera,
  IconDots,
  IconEye,
  IconGauge,
  IconHome,
  IconLine,
  IconMapPin,
  IconPlaneArrival,
  IconPlaneDeparture,
  IconPolygon,
  IconRepeat,
  IconRotate,
  IconRoute,
  IconSquareRotated,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import type { PatternShape } from "../../../shared/search/patterns/pattern.ts";
import { newPlanPartId } from "../../stores/plan/new-id.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { usualCamera } from "./camera-presets.ts";
import { insertElements, lastCamera, newPlain, newPoint, type PlainKind } from "./new-element.ts";
import { areaShape, datumShape, newPattern } from "./pattern-settings.ts";
import { useMapPick } from "./plan-fields.tsx";
import { useChangePlan } from "./use-plan.ts";

/** Lines are this far apart until the camera says better, m. */
const firstSpacingM = 30;

/** Everything that can be put into a plan, as functions. */
const useAdd = (plan: Plan) => {
  const t = useTranslate();
  const { planEdit } = useStores();
  const change = useChangePlan(plan.id);
  const ask = useMapPick(plan);
  const inAir = useVehicle(plan.vehicleId, (vehicle) => flies(vehicle.kind)) ?? true;
  const put = (added: readonly PlanElement[], { open }: { readonly open: boolean }) => {
    change((now) => insertElements(now, planEdit.getState().part, added));
    const last = added.at(-1);
    if (last !== undefined && open) planEdit.getState().choosePart({ kind: "element", id: last.id });
  };
  const pattern = (shape: PatternShape) => {
    const aglM = plan.altitude.reference === "msl" ? 60 : Math.max(10, plan.altitude.m);
    const element = newPattern(newPlanPartId(), shape, lastCamera(plan, usualCamera), { aglM, flies: inAir });
    put([element], { open: true });
  };
  return {
    inAir,
    route: () =>
      ask({
        kind: "path",
        leastPoints: 1,
        label: t("plan.add.route"),
        onDone: (path) =>
          put(
            path.map((place) => newPoint(newPlanPartId(), place)),
            { open: false },
          ),
      }),
    point: () =>
      ask({
        kind: "place",
        label: t("plan.add.point"),
        onDone: (place) => put([newPoint(newPlanPartId(), place)], { open: true }),
      }),
    area: () =>
      ask({
        kind: "area",
        label: t("plan.add.area"),
        onDone: (outline) => pattern(areaShape("parallel", { outline, holes: [] }, firstSpacingM)),
      }),
    line: () =>
      ask({
        kind: "path",
        label: t("plan.add.line"),
        onDone: (line) => pattern({ kind: "corridor", line, widthM: 60, spacingM: firstSpacingM }),
      }),
    around: () =>
      ask({
        kind: "place",
        label: t("plan.add.around"),
        onDone: (datum) => pattern(datumShape("expanding-square", datum, firstSpacingM)),
      }),
    orbit: () =>
      ask({
        kind: "circle",
        label: t("plan.add.orbit"),
        onDone: ({ centre, radiusM }) =>
          put([{ id: newPlanPartId(), kind: "orbit", centre, radiusM, turns: 1, clockwise: true }], { open: true }),
      }),
    lookAt: () =>
      ask({
        kind: "place",
        label: t("plan.add.look-at"),
        onDone: (position) => put([{ id: newPlanPartId(), kind: "look-at", position }], { open: true }),
      }),
    plain: (kind: PlainKind) => {
      const element = newPlain(newPlanPartId(), kind, plan);
      if (element !== undefined) put([element], { open: true });
    },
  };
};

const AddButton = (props: { readonly label: string; readonly onPress: () => void; readonly children: ReactNode }) => (
  <button type="button" className="button plan-add-button" onClick={props.onPress}>
    {props.children}
    <span>{props.label}</span>
  </button>
);

/** What can be added: what is needed most at once, the rest behind one press. */
export const AddElements = ({ plan }: { readonly plan: Plan }) => {
  const t = useTranslate();
  const add = useAdd(plan);
  const [more, setMore] = useState(false);
  const has = (kind: PlanElement["kind"]) => plan.elements.some((element) => element.kind === kind);
  return (
    <section className="plan-add" aria-label={t("plan.add")}>
      {add.inAir && !has("take-off") && (
        <AddButton label={t("plan.element.take-off")} onPress={() => add.plain("take-off")}>
          <IconPlaneDeparture size={20} aria-hidden="true" />
        </AddButton>
      )}
      <AddButton label={t("plan.add.area")} onPress={add.area}>
        <IconPolygon size={20} aria-hidden="true" />
      </AddButton>
      <AddButton label={t("plan.add.line")} onPress={add.line}>
        <IconLine size={20} aria-hidden="true" />
      </AddButton>
      <AddButton label={t("plan.add.route")} onPress={add.route}>
        <IconRoute size={20} aria-hidden="true" />
      </AddButton>
      <AddButton label={t("plan.add.point")} onPress={add.point}>
        <IconMapPin size={20} aria-hidden="true" />
      </AddButton>
      {!has("return") && (
        <AddButton label={t("plan.element.return")} onPress={() => add.plain("return")}>
          <IconHome size={20} aria-hidden="true" />
        </AddButton>
      )}
      {more ? (
        <>
          <AddButton label={t("plan.add.around")} onPress={add.around}>
            <IconSquareRotated size={20} aria-hidden="true" />
          </AddButton>
          <AddButton label={t("plan.add.orbit")} onPress={add.orbit}>
            <IconRotate size={20} aria-hidden="true" />
          </AddButton>
          <AddButton label={t("plan.add.look-at")} onPress={add.lookAt}>
            <IconEye size={20} aria-hidden="true" />
          </AddButton>
          <AddButton label={t("plan.element.gimbal")} onPress={() => add.plain("gimbal")}>
            <IconCamera size={20} aria-hidden="true" />
          </AddButton>
          <AddButton label={t("plan.element.speed")} onPress={() => add.plain("speed")}>
            <IconGauge size={20} aria-hidden="true" />
          </AddButton>
          <AddButton label={t("plan.element.loopForever")} onPress={() => add.plain("loop")}>
            <IconRepeat size={20} aria-hidden="true" />
          </AddButton>
          {add.inAir && (
            <AddButton label={t("plan.element.land")} onPress={() => add.plain("land")}>
              <IconPlaneArrival size={20} aria-hidden="true" />
            </AddButton>
          )}
        </>
      ) : (
        <AddButton label={t("plan.add.more")} onPress={() => setMore(true)}>
          <IconDots size={20} aria-hidden="true" />
        </AddButton>
      )}
    </section>
  );
};
