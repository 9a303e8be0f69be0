import { IconPlayerPlay, IconPlus } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { FaultNote } from "./fault-note.tsx";
import { useFormat } from "./format-context.tsx";
import { useIncident } from "./search/use-incident.ts";
import { StateMark } from "./state-mark.tsx";
import { useRequest } from "./use-request.ts";

const Way = ({ spec, text }: { readonly spec: string; readonly text: string }) => (
  <li>
    <code>{spec}</code>
    <span>{text}</span>
  </li>
);

/** No vehicle yet: how to connect one, and a simulator to try everything with. */
export const EmptyFleet = () => {
  const t = useTranslate();
  const format = useFormat();
  const { fleet, station, links, settings, reportDraft, mapTool } = useStores();
  const { state, run } = useRequest();
  const empty = useStore(fleet, (fleetState) => fleetState.order.length === 0);
  const mode = useStore(station, (stationState) => stationState.view?.mode);
  const listening = useStore(
    links,
    useShallow(({ byId }) =>
      Object.values(byId)
        .filter((link) => link.state === "open")
        .map((link) => link.spec),
    ),
  );
  const away = useStore(station, ({ connection }) => connection.state !== "open");
  const searching = useIncident() !== undefined;
  const reporting = useStore(reportDraft, ({ draft }) => draft !== undefined);
  const pointing = useStore(mapTool, ({ current }) => current !== undefined);
  // While the station is away nobody listens and nothing can be started. A search on foot alone needs its map, from the report on.
  if (!empty || mode !== "live" || away || searching || reporting || pointing) return undefined;
  return (
    <section className="empty-fleet" aria-labelledby="empty-fleet-title">
      <h2 id="empty-fleet-title">{t("fleet.connectTitle")}</h2>
      <p>{t("fleet.connectIntro")}</p>
      <ul className="ways">
        <Way spec="udpin:0.0.0.0:14550" text={t("fleet.connectUdp")} />
        <Way spec="serial:/dev/ttyUSB0:57600" text={t("fleet.connectSerial")} />
        <Way spec="tcp:127.0.0.1:5760" text={t("fleet.connectTcp")} />
      </ul>
      {listening.length > 0 && (
        <p className="fact-line listening">
          <StateMark state="ok" />
          {t("fleet.listening", { specs: format.list(listening) })}
        </p>
      )}
      <div className="empty-actions">
        <button type="button" className="button" onClick={() => settings.getState().setFolded("links", false)}>
          <IconPlus size={18} aria-hidden="true" />
          {t("fleet.connectLinks")}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={state.state === "pending"}
          onClick={() => void run({ kind: "simulator.start" })}
        >
          <IconPlayerPlay size={18} aria-hidden="true" />
          {t(state.state === "pending" ? "fleet.simulatorStarting" : "fleet.simulator")}
        </button>
      </div>
      <p className="small">{t("fleet.simulatorHint")}</p>
      <FaultNote state={state} />
    </section>
  );
};
