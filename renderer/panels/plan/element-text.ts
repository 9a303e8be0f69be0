import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { PlanElement } from "../../../shared/plan/plan.ts";
import type { Altitude } from "../../../shared/units/altitude.ts";
import { radToDeg } from "../../../shared/units/angle.ts";
import type { Translate } from "../../i18n/translate.ts";
import type { Format, Quantity } from "../format.ts";

const written = ({ value, unit }: Quantity): string => `${value} ${unit}`;

/** Whole metres or feet and what they count from: never a bare height. */
export const altitudeText = (t: Translate, format: Format, { reference, m }: Altitude): string =>
  `${written(format.height(m)).replace(/[.,]0(?= )/, "")} ${t(`heightFrom.short.${reference}`)}`;

/** What a row of the list says first. */
export const elementTitle = (t: Translate, element: PlanElement): string => {
  switch (element.kind) {
    case "pattern":
      return t(`pattern.kind.${element.shape.kind}`);
    case "other":
      return t("plan.element.other", { command: element.item.command });
    case "loop":
      return element.times === undefined
        ? t("plan.element.loopForever")
        : t("plan.element.loop", { times: element.times });
    default:
      return t(`plan.element.${element.kind}`);
  }
};

/** Length of a way, m. */
const lengthM = (places: readonly { readonly latDeg: number; readonly lonDeg: number }[]): number => {
  let sum = 0;
  for (let i = 1; i < places.length; i++) {
    const [from, to] = [places[i - 1], places[i]];
    if (from !== undefined && to !== undefined) sum += distanceM(from, to);
  }
  return sum;
};

/** Behind it, small: heights with their reference, speeds, waits. `numberOf` tells the number of another element. */
export const elementDetail = (
  t: Translate,
  format: Format,
  element: PlanElement,
  numberOf: (id: string) => number | undefined,
): string => {
  const parts: string[] = [];
  const height = (altitude: Altitude | undefined): void => {
    if (altitude !== undefined) parts.push(altitudeText(t, format, altitude));
  };
  switch (element.kind) {
    case "take-off":
      height(element.altitude);
      break;
    case "point":
      height(element.altitude);
      if (element.speedMps !== undefined) parts.push(written(format.speed(element.speedMps)));
      if (element.delayS !== undefined && element.delayS > 0) parts.push(t("plan.waits", { seconds: element.delayS }));
      if (element.action !== undefined) parts.push(t(`plan.action.${element.action}`));
      break;
    case "pattern":
      if (element.points.length > 0) parts.push(written(format.length(lengthM(element.points))));
      parts.push(
        `${written(format.height(element.height.aglM)).replace(/[.,]0(?= )/, "")} ${t("heightFrom.short.ground")}`,
      );
      if ("spacingM" in element.shape)
        parts.push(t("pattern.every", { spacing: written(format.length(element.shape.spacingM)) }));
      break;
    case "orbit":
      parts.push(t("plan.orbitOf", { radius: written(format.length(element.radiusM)), turns: element.turns }));
      height(element.altitude);
      break;
    case "look-at":
      parts.push(t(element.position === undefined ? "plan.lookAhead" : "plan.lookThere"));
      break;
    case "gimbal":
      parts.push(
        t("plan.gimbalAt", {
          pitch: Math.round(radToDeg(element.pitchRad)),
          yaw: Math.round(radToDeg(element.yawRad)),
        }),
      );
      break;
    case "speed":
      parts.push(written(format.speed(element.speedMps)));
      break;
    case "loop": {
      const number = numberOf(element.toElementId);
      parts.push(number === undefined ? t("plan.loopNowhere") : t("plan.loopTo", { number }));
      break;
    }
    case "land":
      if (element.position === undefined) parts.push(t("plan.landHere"));
      break;
    default:
  }
  return parts.join(" · ");
};
