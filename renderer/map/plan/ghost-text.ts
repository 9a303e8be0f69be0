import type { Ghost } from "../../../shared/vehicle/ghost.ts";
import type { Translate } from "../../i18n/translate.ts";

/** "3:12", "1:03:12". */
export const spanText = (ms: number): string => {
  const s = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
};

/** What a lost vehicle is taken to do, and when it should be heard again: "D1 should be returning here · back 03:12". */
export function ghostText(t: Translate, name: string, ghost: Ghost, nowMs: number): string {
  const phase = t(`ghost.phase.${ghost.phase}`);
  const why = ghost.assumed === "link-lost" ? phase : t(`ghost.assumed.${ghost.assumed}`, { phase });
  const doing = t("ghost.doing", { name, phase: why });
  if (ghost.expectedBackMs === undefined) return doing;
  const waitMs = ghost.expectedBackMs - nowMs;
  const when = ghost.overdue
    ? t("ghost.overdue", { span: spanText(-waitMs) })
    : t("ghost.back", { span: spanText(waitMs) });
  return `${doing} · ${when}`;
}
