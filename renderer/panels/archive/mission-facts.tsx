import { IconFlame, IconMovie, IconNote } from "@tabler/icons-react";
import { useStore } from "zustand";
import { formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import type { MissionSummary } from "../../../shared/wire/archive.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { missionName } from "../mission-name.ts";
import { StateMark } from "../state-mark.tsx";
import { instantUtcText } from "../timeline/instant-label.ts";
import { VehicleMark } from "../vehicle-mark.tsx";

const mostVehicles = 6;

const Vehicles = ({ vehicles }: Pick<MissionSummary, "vehicles">) => {
  const t = useTranslate();
  if (vehicles.length === 0) return <span className="small">{t("archive.noVehicles")}</span>;
  return (
    <span className="mission-vehicles">
      {vehicles.slice(0, mostVehicles).map((vehicle) => (
        <span key={vehicle.id} className="mission-vehicle">
          <VehicleMark kind={vehicle.kind} colourIndex={vehicle.colourIndex} />
          {vehicle.name}
        </span>
      ))}
      {vehicles.length > mostVehicles && <span>{`+${vehicles.length - mostVehicles}`}</span>}
    </span>
  );
};

const Problems = ({ problems }: Pick<MissionSummary, "problems">) => {
  const t = useTranslate();
  return problems.map(({ code, detail }) => (
    <span key={`${code} ${detail}`} className="mission-problem" title={detail}>
      <StateMark state={code === "changed" || code === "unreadable" ? "bad" : "warn"} />
      {t(`archive.problem.${code}`)}
    </span>
  ));
};

const Reading = ({ fraction }: { readonly fraction: number }) => {
  const t = useTranslate();
  const format = useFormat();
  const percent = format.percent(Math.floor(fraction * 100) / 100);
  return (
    <span className="mission-reading">
      <progress max={1} value={fraction} aria-label={t("archive.reading", { percent })} />
      {t("archive.reading", { percent })}
    </span>
  );
};

/** What is known of a mission, in the order in which people ask: what, when, how long, where, who, what was found. */
export const MissionFacts = ({ summary }: { readonly summary: MissionSummary }) => {
  const t = useTranslate();
  const format = useFormat();
  const coordinates = useStore(useStores().settings, (state) => state.coordinateFormat);
  const { startUtcMs, centre, heatSources, confirmedHeat, notes, readFraction } = summary;
  // Nobody looked into it yet: nothing is known, which is another thing than nothing in it.
  const isUnread = summary.kind === "log" && summary.durationMs === 0 && startUtcMs === undefined;
  const place = centre === undefined ? undefined : formatCoordinate(centre, coordinates);
  return (
    <span className="mission-facts">
      <span className="mission-line">
        <strong className="mission-name">{missionName(t, summary)}</strong>
        {summary.live && <span className="chip mission-live">{t("archive.live")}</span>}
        <span className="chip">{t(`archive.kind.${summary.kind}`)}</span>
      </span>
      <span className="mission-line">
        {startUtcMs === undefined ? (
          <span>{t(isUnread ? "archive.unread" : "archive.noTime")}</span>
        ) : (
          <time dateTime={new Date(startUtcMs).toISOString()} title={instantUtcText(startUtcMs)}>
            {format.localDateTime(startUtcMs)}
          </time>
        )}
        {!isUnread && <span>{format.span(summary.durationMs)}</span>}
        <span className="small">{format.bytes(summary.bytes)}</span>
        {place !== undefined && <span className="small">{place}</span>}
      </span>
      <span className="mission-line">
        {!isUnread && <Vehicles vehicles={summary.vehicles} />}
        {summary.incidents.length > 0 && <span className="mission-incidents">{format.list(summary.incidents)}</span>}
      </span>
      <span className="mission-line small-line">
        {heatSources > 0 && (
          <span className="mission-figure">
            <IconFlame size={16} aria-hidden="true" />
            {t("archive.heat", { count: heatSources, confirmed: confirmedHeat })}
          </span>
        )}
        {summary.hasPictures && (
          <span className="mission-figure">
            <IconMovie size={16} aria-hidden="true" />
            {t("archive.pictures")}
          </span>
        )}
        {notes > 0 && (
          <span className="mission-figure">
            <IconNote size={16} aria-hidden="true" />
            {t("archive.notes", { count: notes })}
          </span>
        )}
        <Problems problems={summary.problems} />
        {readFraction !== undefined && readFraction < 1 && <Reading fraction={readFraction} />}
      </span>
    </span>
  );
};
