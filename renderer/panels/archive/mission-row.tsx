import { IconChevronDown, IconChevronUp, IconColumns2, IconFileImport } from "@tabler/icons-react";
import { memo, useState } from "react";
import type { MissionSummary } from "../../../shared/wire/archive.ts";
import { archiveHash, nowMissionId } from "../../stores/archive/archive-address.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { missionName } from "../mission-name.ts";
import { MissionActions } from "./mission-actions.tsx";
import { MissionFacts } from "./mission-facts.tsx";
import { MissionMap } from "./mission-map.tsx";

export interface MissionRowProps {
  readonly summary: MissionSummary;
  /** Chosen to be shown beside another one. */
  readonly chosen: boolean;
  readonly onChoose: (id: string) => void;
  readonly onAdd: (id: string) => void;
  readonly onChanged: () => void;
}

/** The one that is recorded now is looked at from its end: there is its newest instant. */
const opens = ({ id, live }: MissionSummary): string =>
  live ? archiveHash({ missionId: nowMissionId, positionMs: -10_000 }) : archiveHash({ missionId: id });

/** One mission: pressed, it opens; unfolded, it can be taken along, checked, named. */
export const MissionRow = memo(({ summary, chosen, onChoose, onAdd, onChanged }: MissionRowProps) => {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const { id } = summary;
  const name = missionName(t, summary);
  return (
    <li className={`mission ${chosen ? "chosen" : ""}`}>
      <div className="mission-top">
        <a className="mission-open" href={opens(summary)} aria-label={t("archive.openMission", { name })}>
          <MissionMap summary={summary} />
          <MissionFacts summary={summary} />
        </a>
        <span className="mission-buttons">
          <button
            type="button"
            className="icon-button"
            aria-pressed={chosen}
            aria-label={t("archive.beside", { name })}
            title={t("archive.beside", { name })}
            onClick={() => onChoose(id)}
          >
            <IconColumns2 size={20} />
          </button>
          {!summary.live && (
            <button
              type="button"
              className="icon-button"
              aria-label={t("archive.addTo", { name })}
              title={t("archive.addTo", { name })}
              onClick={() => onAdd(id)}
            >
              <IconFileImport size={20} />
            </button>
          )}
          <button
            type="button"
            className="icon-button"
            aria-expanded={open}
            aria-label={t("archive.more", { name })}
            title={t("archive.more", { name })}
            onClick={() => setOpen((before) => !before)}
          >
            {open ? <IconChevronUp size={20} /> : <IconChevronDown size={20} />}
          </button>
        </span>
      </div>
      {open && <MissionActions summary={summary} onChanged={onChanged} />}
    </li>
  );
});
