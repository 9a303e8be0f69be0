import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { FeedBox } from "../../../shared/wire/feeds.ts";
import type { Translate } from "../../i18n/translate.ts";
import type { DrawnBox } from "./box-layer.ts";
import { type BoxKind, boxKind, isShown } from "./box-look.ts";

/** What the drawing of boxes depends on beside the boxes. */
export interface BoxContext {
  readonly heat: Readonly<Record<string, HeatSource>>;
  readonly selectedHeatId: string | undefined;
  readonly hoveredHeatId: string | undefined;
  readonly showAll: boolean;
  readonly vehicleName: (id: string) => string | undefined;
  readonly landmarkName: (id: string) => string | undefined;
}

const identityName = (source: HeatSource | undefined, context: BoxContext): string | undefined => {
  if (source?.identity === undefined) return undefined;
  return source.identity.kind === "vehicle"
    ? context.vehicleName(source.identity.vehicleId)
    : context.landmarkName(source.identity.landmarkId);
};

const percentOf = (probability: number | undefined): string | undefined =>
  probability === undefined ? undefined : `${Math.round(probability * 100)} %`;

const label = (t: Translate, kind: BoxKind, box: FeedBox, source: HeatSource | undefined, context: BoxContext) => {
  const number = source?.number ?? box.number;
  const parts: (string | number | undefined)[] = [
    kind === "confirmed" ? "✓" : kind === "dismissed" ? "×" : undefined,
    number,
  ];
  const percent = kind === "person" || kind === "confirmed" ? percentOf(box.personProbability) : undefined;
  if (percent !== undefined) parts.push(parts.some((part) => part !== undefined) ? `· ${percent}` : percent);
  if (kind === "identified") parts.push(identityName(source, context));
  if (kind === "other" && box.category !== "other") parts.push(t(`feed.category.${box.category}`));
  return parts.filter((part) => part !== undefined).join(" ");
};

/** Boxes as they are drawn: which of them, how, and with what words. */
export const drawnBoxes = (t: Translate, boxes: readonly FeedBox[], context: BoxContext): readonly DrawnBox[] =>
  boxes.flatMap((box): DrawnBox[] => {
    const { x, y, width, height, heatId } = box;
    const source = heatId === undefined ? undefined : context.heat[heatId];
    const kind = boxKind(box, source);
    const selected = heatId !== undefined && heatId === context.selectedHeatId;
    const hovered = heatId !== undefined && heatId === context.hoveredHeatId;
    if (!isShown(kind, { showAll: context.showAll, chosen: selected || hovered })) return [];
    const text = label(t, kind, box, source, context);
    const number = source?.number ?? box.number;
    return [
      {
        x,
        y,
        width,
        height,
        ...(heatId === undefined ? {} : { heatId }),
        kind,
        label: text,
        name: t("feed.box", {
          what: number === undefined ? t(`feed.category.${box.category}`) : t("heat.number", { number }),
          how: [t(`feed.boxKind.${kind}`), percentOf(box.personProbability)].filter(Boolean).join(" "),
        }),
        selected,
        hovered,
      },
    ];
  });
