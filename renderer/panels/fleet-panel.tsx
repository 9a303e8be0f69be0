import { useStore } from "zustand";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { FleetRow } from "./fleet-row.tsx";
import { FleetMark, MarkSeveral } from "./fly/mark-several.tsx";
import { NowOnly } from "./now-only.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import { StateMark } from "./state-mark.tsx";
import { troubleOf, troubleState } from "./vehicle-trouble.ts";

const FleetSummary = () => {
  const t = useTranslate();
  const { fleet } = useStores();
  const count = useStore(fleet, (state) => state.order.length);
  const trouble = useStore(
    fleet,
    (state) => Object.values(state.byId).filter((vehicle) => troubleState(troubleOf(vehicle)) === "bad").length,
  );
  return (
    <>
      {trouble > 0 && (
        <span className="summary-bad">
          <StateMark state="bad" /> {t("fleet.trouble", { count: trouble })}
        </span>
      )}
      <span>{count}</span>
    </>
  );
};

/** Everyone, with what matters at a glance; the order is fixed so that a digit always selects the same vehicle. */
export const FleetPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const { fleet, fly } = useStores();
  const order = useStore(fleet, (state) => state.order);
  const marking = useStore(fly, (state) => state.marking);
  return (
    <PanelFrame name="fleet" alone={alone} summary={<FleetSummary />}>
      {order.length === 0 ? (
        <p className="empty">{t("fleet.emptyShort")}</p>
      ) : (
        <ul className="fleet-list">
          {order.map((id, index) => (
            <li key={id} className="fleet-item">
              <FleetRow id={id} digit={index < 9 ? index + 1 : undefined} />
              {marking && <FleetMark id={id} digit={index < 9 ? index + 1 : undefined} />}
            </li>
          ))}
        </ul>
      )}
      <NowOnly>{order.length > 1 && <MarkSeveral />}</NowOnly>
    </PanelFrame>
  );
};
