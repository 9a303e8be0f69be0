import type { StateKind } from "../state-mark.tsx";
import type { TeamNeed } from "./team-rows.ts";

/** A team's need by shape: octagon for who needs somebody, dot for who is there. */
export const needMark = (need: TeamNeed): StateKind =>
  need === "help" || need === "overdue" || need === "silent"
    ? "bad"
    : need === "busy" || need === "free"
      ? "ok"
      : "idle";
