import { IconFileImport, IconMountain, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { TerrainView } from "../../../shared/wire/feeds.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { acceptedTerrain } from "../../stores/terrain-load-store.ts";
import { FaultNote, StationWords } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { NowOnly } from "../now-only.tsx";
import { useRequest } from "../use-request.ts";

const Row = ({ file, fixed }: { readonly file: TerrainView["files"][number]; readonly fixed: boolean }) => {
  const t = useTranslate();
  const format = useFormat();
  const { selection } = useStores();
  const { state, run } = useRequest();
  const [sure, setSure] = useState(false);
  const { name } = file;
  const spacing = format.length(file.spacingM);
  const middle = { latDeg: (file.southDeg + file.northDeg) / 2, lonDeg: (file.westDeg + file.eastDeg) / 2 };
  return (
    <li className="aids-row">
      <div className="aids-line">
        <button
          type="button"
          className="aids-name"
          aria-label={t("landmark.show", { name })}
          onClick={() => selection.getState().requestFlyTo(middle)}
        >
          <IconMountain size={18} aria-hidden="true" />
          <span>
            <strong>{name}</strong>
            <span className="small">{t("terrain.spacing", { value: `${spacing.value} ${spacing.unit}` })}</span>
          </span>
        </button>
        {!fixed && (
          <button
            type="button"
            className={`button quiet ${sure ? "" : "square"}`}
            aria-label={sure ? t("terrain.removeSure") : t("terrain.remove", { name })}
            title={t("terrain.remove", { name })}
            disabled={state.state === "pending"}
            onBlur={() => setSure(false)}
            // It is gone for good: the file would have to be loaded again.
            onClick={() => (sure ? void run({ kind: "terrain.remove", name }) : setSure(true))}
          >
            {sure ? t("terrain.removeSure") : <IconTrash size={20} aria-hidden="true" />}
          </button>
        )}
      </div>
      <FaultNote state={state} />
    </li>
  );
};

/** How far a file is, or what came of it. */
const TerrainLoadNote = () => {
  const t = useTranslate();
  const format = useFormat();
  const load = useStore(useStores().terrainLoad, (state) => state.load);
  if (load === undefined) return undefined;
  const { file } = load;
  if (load.state === "refused")
    return (
      <p className="fault" role="alert">
        {t("terrain.refused", { file })}{" "}
        {load.code === "bad-file" || load.code === "file-too-large"
          ? ""
          : t.loose(`fault.${load.code}` as "fault.bad-file", {})}
        <StationWords text={load.detail} />
      </p>
    );
  if (load.state === "done")
    return (
      <p className="outcome done" role="status">
        {t("terrain.done", { file })}
      </p>
    );
  const isSent = load.fraction >= 1;
  return (
    <div className="terrain-sending" role="status">
      <span>
        {isSent
          ? t("terrain.reading", { file })
          : t("terrain.sending", { file, percent: format.percent(load.fraction) })}
      </span>
      <span className="outcome-bar" aria-hidden="true">
        <span style={{ width: `${Math.round(load.fraction * 100)}%` }} />
      </span>
    </div>
  );
};

/** Where heights of the ground come from, and files that bring better ones. */
export const TerrainBlock = () => {
  const t = useTranslate();
  const { station, terrainLoad, archive } = useStores();
  const view = useStore(station, (state) => state.view?.terrain);
  const sending = useStore(terrainLoad, ({ load }) => load?.state === "sending");
  const kind = view?.kind ?? "flat";
  const files = view?.files ?? [];
  const choose = () => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = acceptedTerrain;
    input.multiple = true;
    input.addEventListener("change", () => void terrainLoad.getState().send([...(input.files ?? [])]));
    input.click();
  };
  return (
    <section className="block" aria-label={t("terrain.title")}>
      <div className="block-head">
        <h3>{t("terrain.title")}</h3>
      </div>
      <p className={kind === "flat" ? "terrain-flat" : "small"}>{t(`terrain.${kind}`)}</p>
      <ul className="aids-list">
        {files.map((file) => (
          <Row key={file.name} file={file} fixed={kind === "scenario" || archive !== undefined} />
        ))}
      </ul>
      <NowOnly>
        <TerrainLoadNote />
        <button type="button" className="button" disabled={sending} onClick={choose}>
          <IconFileImport size={18} aria-hidden="true" />
          {t("terrain.load")}
        </button>
        <p className="small">{t("terrain.formats")}</p>
      </NowOnly>
    </section>
  );
};
