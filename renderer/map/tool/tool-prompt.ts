import type { Translate } from "../../i18n/translate.ts";
import { leastPoints, type MapPick, mostPathPoints } from "../../stores/map-tool-store.ts";

/** What to do next, in one sentence. */
export function toolPrompt(t: Translate, pick: MapPick, points: number): string {
  switch (pick.kind) {
    case "place":
      return t("tool.prompt.place");
    case "circle":
      return points === 0 ? t("tool.prompt.centre") : t("tool.prompt.radius");
    case "ring":
      return t("tool.prompt.ring");
    case "path":
    case "area": {
      if (points >= mostPathPoints) return t("tool.prompt.full", { most: mostPathPoints });
      const missing = leastPoints(pick) - points;
      if (points === 0) return t(pick.kind === "area" ? "tool.prompt.areaStart" : "tool.prompt.pathStart");
      return missing > 0 ? t("tool.prompt.more", { count: missing }) : t("tool.prompt.end");
    }
  }
}
