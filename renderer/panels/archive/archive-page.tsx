import { IconArrowLeft, IconFileImport, IconSearch } from "@tabler/icons-react";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import { besideHash } from "../../stores/archive/archive-address.ts";
import type { ArchiveListStore } from "../../stores/archive/archive-list-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { ImportsList } from "./imports-list.tsx";
import { MissionRow } from "./mission-row.tsx";
import { findMissions } from "./mission-search.ts";
import { VideoForm } from "./video-form.tsx";
import { isVideo } from "./video-start.ts";

const accepted = ".tlog,.raw,.mav,.mavlink,.bin,.ulg,.lantern,.mp4,.m4v,.mov,.mkv,.avi,.ts,.webm";
/** Rows at first, and so many more with each press: hundreds of small maps at once are slow on a field laptop. */
const rowsAtOnce = 60;
/** Asked anew while something is being read or recorded, and in between, ms. */
const refreshMs = { busy: 2_000, idle: 15_000 };
/** A station that was away shows its list again soon after it is back. */
const retryMs = 3_000;

const useRefreshed = (list: ArchiveListStore): void => {
  useEffect(() => {
    let timer: number | undefined;
    let closed = false;
    const ask = async () => {
      await list.getState().refresh();
      if (closed) return;
      const { missions, fault } = list.getState();
      const busy = missions?.some(({ readFraction = 1 }) => readFraction < 1) === true;
      const againMs = fault !== undefined ? retryMs : busy ? refreshMs.busy : refreshMs.idle;
      timer = window.setTimeout(() => void ask(), againMs);
    };
    void ask();
    return () => {
      closed = true;
      window.clearTimeout(timer);
    };
  }, [list]);
};

/** Files that are dropped anywhere on the page are brought in. */
const useDropped = (onFiles: (files: readonly File[]) => void): boolean => {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") === true;
    const onDrag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    window.addEventListener("dragover", onDrag, { signal });
    window.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && setOver(false), { signal });
    window.addEventListener(
      "drop",
      (event) => {
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        onFiles([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    return () => abort.abort();
  }, [onFiles]);
  return over;
};

const Missions = ({ list, onAdd }: { readonly list: ArchiveListStore; readonly onAdd: (id: string) => void }) => {
  const t = useTranslate();
  const format = useFormat();
  const { settings } = useStores();
  const missions = useStore(list, (state) => state.missions);
  const fault = useStore(list, (state) => state.fault);
  const coordinates = useStore(settings, (state) => state.coordinateFormat);
  const [wanted, setWanted] = useState("");
  const [most, setMost] = useState(rowsAtOnce);
  const [chosenId, setChosenId] = useState<string | undefined>();
  const deferred = useDeferredValue(wanted);
  const found = useMemo(
    () =>
      findMissions(missions ?? [], deferred, {
        t,
        format,
        place: ({ centre }) => (centre === undefined ? undefined : formatCoordinate(centre, coordinates)),
      }),
    [missions, deferred, t, format, coordinates],
  );
  const onChanged = useCallback(() => void list.getState().refresh(), [list]);
  const onChoose = useCallback((id: string) => {
    setChosenId((before) => {
      // The second one opens both; the same one twice is two passes of one mission.
      if (before === undefined) return id;
      window.location.hash = besideHash({ missionId: before, positionMs: 0 }, { missionId: id, positionMs: 0 });
      return undefined;
    });
  }, []);
  return (
    <>
      <div className="archive-tools">
        <label className="archive-search">
          <IconSearch size={18} aria-hidden="true" />
          <input
            type="search"
            value={wanted}
            placeholder={t("archive.search")}
            aria-label={t("archive.search")}
            onChange={({ target }) => {
              setWanted(target.value);
              setMost(rowsAtOnce);
            }}
          />
        </label>
        {missions !== undefined && (
          <span className="small archive-count" role="status">
            {wanted === ""
              ? t("archive.count", { count: missions.length })
              : t("archive.found", { count: found.length, total: missions.length })}
          </span>
        )}
      </div>
      {fault !== undefined && (
        <p className="fault" role="alert">
          {t(`archive.listFault.${fault}`)}
        </p>
      )}
      {chosenId !== undefined && (
        <p className="archive-choosing" role="status">
          {t("archive.chooseSecond")}
          <button type="button" className="button quiet" onClick={() => setChosenId(undefined)}>
            {t("timeline.noteCancel")}
          </button>
        </p>
      )}
      {missions === undefined && fault === undefined && <p className="empty">{t("archive.loading")}</p>}
      {missions?.length === 0 && <p className="empty">{t("archive.empty")}</p>}
      {missions !== undefined && missions.length > 0 && found.length === 0 && (
        <p className="empty">{t("archive.nothingFound")}</p>
      )}
      <ul className="missions" aria-label={t("archive.title")}>
        {found.slice(0, most).map((summary) => (
          <MissionRow
            key={summary.id}
            summary={summary}
            chosen={summary.id === chosenId}
            onChoose={onChoose}
            onAdd={onAdd}
            onChanged={onChanged}
          />
        ))}
      </ul>
      {found.length > most && (
        <button type="button" className="button archive-rest" onClick={() => setMost(most + rowsAtOnce)}>
          {t("archive.showMore", { count: Math.min(rowsAtOnce, found.length - most) })}
        </button>
      )}
    </>
  );
};

/** The archive: every mission of this station, and what was brought in. */
export const ArchivePage = ({ list }: { readonly list: ArchiveListStore }) => {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const into = useRef<string | undefined>(undefined);
  const [videos, setVideos] = useState<readonly { readonly file: File; readonly into: string | undefined }[]>([]);
  const missions = useStore(list, (state) => state.missions);
  useRefreshed(list);
  const bringIn = useCallback(
    (files: readonly File[]) => {
      const goal = into.current;
      into.current = undefined;
      setVideos((before) => [...before, ...files.filter(isVideo).map((file) => ({ file, into: goal }))]);
      void list
        .getState()
        .bringIn(
          files
            .filter((file) => !isVideo(file))
            .map((file) => ({ file, ...(goal === undefined ? {} : { into: goal }) })),
        );
    },
    [list],
  );
  const over = useDropped(bringIn);
  const onAdd = useCallback((id: string) => {
    into.current = id;
    input.current?.click();
  }, []);
  const [video] = videos;
  const next = () => setVideos((before) => before.slice(1));
  return (
    <main className={`archive-page ${over ? "dropping" : ""}`}>
      <section className="panel archive" aria-label={t("archive.title")}>
        <header className="archive-head">
          <a className="icon-button" href="#/" aria-label={t("panel.backToMap")} title={t("panel.backToMap")}>
            <IconArrowLeft size={20} />
          </a>
          <h2>{t("archive.title")}</h2>
          <span className="bar-space" />
          <button
            type="button"
            className="button primary"
            onClick={() => {
              into.current = undefined;
              input.current?.click();
            }}
          >
            <IconFileImport size={18} aria-hidden="true" />
            {t("archive.import")}
          </button>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            accept={accepted}
            aria-label={t("archive.import")}
            onChange={({ currentTarget }) => {
              const files = [...(currentTarget.files ?? [])];
              // The same file may be chosen again after it was refused.
              currentTarget.value = "";
              bringIn(files);
            }}
          />
        </header>
        <p className="small archive-hint">{t("archive.importHint")}</p>
        {video !== undefined && (
          <VideoForm
            key={`${video.file.name} ${video.file.lastModified} ${videos.length}`}
            file={video.file}
            into={video.into}
            missions={missions ?? []}
            onCancel={next}
            onReady={(ready) => {
              next();
              void list.getState().bringIn([ready]);
            }}
          />
        )}
        <ImportsList list={list} />
        <Missions list={list} onAdd={onAdd} />
      </section>
      {over && <p className="archive-drop">{t("archive.drop")}</p>}
    </main>
  );
};
