import { useState } from "react";
import type { MissionSummary } from "../../../shared/wire/archive.ts";
import type { MissionImport } from "../../bridge/import-mission.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { missionName } from "../mission-name.ts";
import { inputOf, startInName } from "./video-start.ts";

/** A video says nothing of whose it is, and often nothing of when it begins: asked before it is sent. */
export const VideoForm = (props: {
  readonly file: File;
  readonly into: string | undefined;
  readonly missions: readonly MissionSummary[];
  readonly onReady: (video: MissionImport) => void;
  readonly onCancel: () => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { file, missions, onReady, onCancel } = props;
  const [into, setInto] = useState(props.into ?? "");
  const [start, setStart] = useState(() => inputOf(startInName(file.name) ?? file.lastModified));
  const startUtcMs = new Date(start).getTime();
  return (
    <form
      className="video-form"
      onSubmit={(event) => {
        event.preventDefault();
        onReady({ file, startUtcMs, into: into === "" ? undefined : into });
      }}
    >
      <strong>{file.name}</strong>
      <label>
        <span className="search-label">{t("archive.video.start")}</span>
        <input
          type="datetime-local"
          step={1}
          required
          value={start}
          onChange={({ target }) => setStart(target.value)}
        />
      </label>
      <label>
        <span className="search-label">{t("archive.video.into")}</span>
        <select value={into} onChange={({ target }) => setInto(target.value)}>
          <option value="">{t("archive.video.own")}</option>
          {missions
            .filter(({ live }) => !live)
            .map((mission) => ({ ...mission, name: missionName(t, mission) }))
            .map(({ id, name, startUtcMs: beginsUtcMs }) => (
              <option key={id} value={id}>
                {beginsUtcMs === undefined ? name : `${name} · ${format.localDateTime(beginsUtcMs)}`}
              </option>
            ))}
        </select>
      </label>
      <button type="submit" className="button primary" disabled={Number.isNaN(startUtcMs)}>
        {t("archive.video.send")}
      </button>
      <button type="button" className="button quiet" onClick={onCancel}>
        {t("timeline.noteCancel")}
      </button>
    </form>
  );
};
