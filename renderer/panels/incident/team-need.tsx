import { useTranslate } from "../../stores/stores-context.tsx";
import { useUtcAge } from "./age-note.tsx";
import type { TeamRow } from "./team-rows.ts";

/** What a team needs or does, in words, and since when. */
export const TeamNeedNote = ({ row: { need, sinceUtcMs } }: { readonly row: TeamRow }) => {
  const t = useTranslate();
  const age = useUtcAge(sinceUtcMs);
  return (
    <span>
      {age === undefined ? t(`team.need.${need}`) : t("team.needSince", { what: t(`team.need.${need}`), age })}
    </span>
  );
};
