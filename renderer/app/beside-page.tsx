import { IconArrowLeft, IconLock, IconLockOpen } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useFormat } from "../panels/format-context.tsx";
import { ArchiveFoot } from "../panels/timeline/archive-foot.tsx";
import { BackToNow } from "../panels/timeline/back-to-now.tsx";
import { type ArchivePlace, archiveListHash, besideHash } from "../stores/archive/archive-address.ts";
import { archivePositionAt } from "../stores/archive/archive-store.ts";
import { LinkedClocks } from "../stores/archive/linked-clocks.ts";
import type { Stores } from "../stores/create-stores.ts";
import { StoresProvider, useStores, useTranslate } from "../stores/stores-context.tsx";
import { Guard } from "./guard.tsx";
import { MapRoom } from "./map-room.tsx";
import { routeOf } from "./route.ts";
import { useArchived } from "./time-machine.tsx";

const keepEveryMs = 2_000;

const Pane = ({ stores, onActive }: { readonly stores: Stores | undefined; readonly onActive: () => void }) => {
  const t = useTranslate();
  const archive = stores?.archive;
  if (stores === undefined || archive === undefined) return <div className="beside-pane">{t("archive.loading")}</div>;
  return (
    <StoresProvider stores={stores}>
      <div className="beside-pane" onPointerDownCapture={onActive} onFocusCapture={onActive}>
        <div className="beside-map">
          <Guard>
            <MapRoom />
          </Guard>
        </div>
        <Guard>
          <ArchiveFoot archive={archive} alone={false} />
        </Guard>
      </div>
    </StoresProvider>
  );
};

const useClocks = (left: Stores | undefined, right: Stores | undefined): LinkedClocks | undefined => {
  const { deviceClock } = useStores();
  const [clocks, setClocks] = useState<LinkedClocks | undefined>();
  useEffect(() => {
    if (left?.archive === undefined || right?.archive === undefined) return undefined;
    const linked = new LinkedClocks({ left: left.archive, right: right.archive }, deviceClock.nowMs);
    setClocks(linked);
    return () => {
      setClocks(undefined);
      linked.close();
    };
  }, [left, right, deviceClock]);
  return clocks;
};

const LinkButton = ({ clocks }: { readonly clocks: LinkedClocks }) => {
  const t = useTranslate();
  const format = useFormat();
  const { locked, offsetMs } = useStore(clocks.state);
  const offset = `${offsetMs < 0 ? "\u2212" : "+"}${format.span(Math.abs(offsetMs))}`;
  return (
    <button
      type="button"
      className="button"
      aria-pressed={locked}
      title={t("beside.linkHint")}
      onClick={() => (locked ? clocks.unlock() : clocks.lock())}
    >
      {locked ? <IconLock size={18} aria-hidden="true" /> : <IconLockOpen size={18} aria-hidden="true" />}
      {locked ? t("beside.locked", { offset }) : t("beside.unlocked")}
    </button>
  );
};

/** Keeps both instants in the address. */
const useKept = (left: Stores | undefined, right: Stores | undefined): void => {
  const { deviceClock } = useStores();
  useEffect(() => {
    const timer = window.setInterval(() => {
      const placeOf = (stores: Stores | undefined): ArchivePlace | undefined => {
        const state = stores?.archive?.getState();
        const positionMs = state && archivePositionAt(state, deviceClock.nowMs());
        return state && positionMs !== undefined ? { missionId: state.missionId, positionMs } : undefined;
      };
      const [first, second] = [placeOf(left), placeOf(right)];
      if (first === undefined || second === undefined || routeOf(window.location.hash).page !== "beside") return;
      const hash = besideHash(first, second);
      if (hash !== window.location.hash) window.history.replaceState(window.history.state, "", hash);
    }, keepEveryMs);
    return () => window.clearInterval(timer);
  }, [left, right, deviceClock]);
};

/** Two missions, or two passes of one, beside each other: each with its map and its clock, which can be linked. */
export const BesidePage = (props: {
  readonly left: ArchivePlace;
  readonly right: ArchivePlace;
  /** Whose clock the keys move: the side that was touched last. */
  readonly onActive: (stores: Stores | undefined) => void;
}) => {
  const t = useTranslate();
  const live = useStores();
  const left = useArchived(live, props.left, { ownLayout: true });
  const right = useArchived(live, props.right, { ownLayout: true });
  const clocks = useClocks(left, right);
  useKept(left, right);
  const { onActive } = props;
  useEffect(() => {
    onActive(left);
    return () => onActive(undefined);
  }, [left, onActive]);
  return (
    <main className="beside-page">
      <header className="beside-head">
        <a className="icon-button" href={archiveListHash} aria-label={t("archive.open")} title={t("archive.open")}>
          <IconArrowLeft size={20} />
        </a>
        <h2>{t("beside.title")}</h2>
        {clocks !== undefined && <LinkButton clocks={clocks} />}
        <span className="bar-space" />
        <BackToNow />
      </header>
      <Pane stores={left} onActive={() => onActive(left)} />
      <Pane stores={right} onActive={() => onActive(right)} />
    </main>
  );
};
