import { type ReactNode, useEffect, useState } from "react";
import { archiveHash, type PlayedPlace } from "../stores/archive/archive-address.ts";
import { type ArchiveStore, archivePositionAt } from "../stores/archive/archive-store.ts";
import { openLookBack } from "../stores/archive/look-back.ts";
import { openArchive } from "../stores/archive/open-archive.ts";
import type { Stores } from "../stores/create-stores.ts";
import { StoresProvider } from "../stores/stores-context.tsx";
import { afterOf, openSocketOf } from "./browser-io.ts";
import { routeOf } from "./route.ts";
import { useRoute } from "./use-route.ts";

/** The address follows the mission's clock this often, ms; browsers allow no more than some changes a second. */
const keepEveryMs = 2_000;

/** Keeps the instant in the address, so that a reload or a copied address leads back to it. @returns stops it */
const keepAddress = (archive: ArchiveStore, nowMs: () => number): (() => void) => {
  const timer = window.setInterval(() => {
    const { missionId, ...state } = archive.getState();
    const positionMs = archivePositionAt({ ...state }, nowMs());
    const route = routeOf(window.location.hash);
    if (positionMs === undefined || route.page !== "mission" || route.missionId !== missionId) return;
    const hash = archiveHash({ missionId, positionMs });
    if (hash !== window.location.hash) window.history.replaceState(window.history.state, "", hash);
  }, keepEveryMs);
  return () => window.clearInterval(timer);
};

/** The stores that a mission's past fills while its address is open; undefined until then. */
export const useArchived = (
  live: Stores,
  place: PlayedPlace | undefined,
  options: { readonly ownLayout?: boolean } = {},
): Stores | undefined => {
  const [opened, setOpened] = useState<Stores | undefined>();
  const { missionId, positionMs, playSpeed } = place ?? {};
  const { ownLayout = false } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another instant of the same mission is a seek, below
  useEffect(() => {
    if (missionId === undefined) return undefined;
    const { stores, close } = openArchive({
      live,
      missionId,
      positionMs,
      playSpeed,
      ownLayout,
      openSocket: openSocketOf(window),
      after: afterOf(window),
    });
    setOpened(stores);
    return () => {
      setOpened(undefined);
      close();
    };
  }, [live, missionId, ownLayout]);
  useEffect(() => {
    const archive = opened?.archive;
    if (positionMs !== undefined && archive?.getState().player !== undefined) archive.getState().goTo(positionMs);
  }, [opened, positionMs]);
  return opened?.archive?.getState().missionId === missionId ? opened : undefined;
};

/**
 * Gives the screen the stores that its address asks for: those of the station as it is, or those of an instant of the archive.
 * The live ones go on being fed meanwhile.
 */
export const TimeMachine = ({ live, children }: { readonly live: Stores; readonly children: ReactNode }) => {
  const route = useRoute();
  const archived = useArchived(live, route.page === "mission" ? route : undefined);
  useEffect(
    () =>
      openLookBack({
        archive: live.lookBack,
        nowMs: () => live.stationNow() ?? live.deviceClock.nowMs(),
        after: afterOf(window),
      }),
    [live],
  );
  useEffect(
    () => (archived?.archive === undefined ? undefined : keepAddress(archived.archive, live.deviceClock.nowMs)),
    [archived, live],
  );
  return <StoresProvider stores={archived ?? live}>{children}</StoresProvider>;
};
