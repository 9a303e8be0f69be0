import { IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { NowOnly } from "../now-only.tsx";
import { PanelFrame } from "../panel-frame.tsx";
import { useRequest } from "../use-request.ts";
import { useAgeText, useVehicle } from "../use-vehicle.ts";
import { listedOperations } from "./listed-operations.ts";
import { OperationNote } from "./outcome-note.tsx";
import { VehicleTag } from "./vehicle-tag.tsx";

const Row = ({ id }: { readonly id: string }) => {
  const t = useTranslate();
  const { operations, commander } = useStores();
  const operation = useStore(operations, ({ byId }) => byId[id]);
  const vehicle = useVehicle(operation?.vehicleId ?? "", ({ name }) => name) ?? operation?.vehicleId ?? "";
  const ended = operation?.endedMs;
  const age = useAgeText(ended);
  const { state, run } = useRequest();
  if (operation === undefined) return undefined;
  const title = t(`operationKind.${operation.kind}`);
  return (
    <li className="operation-row">
      <div className="operation-head">
        <VehicleTag id={operation.vehicleId} />
        <span className="operation-title">
          <strong>{title}</strong>
          <span className="small">
            {operation.by.id === commander.operatorId ? t("operations.byYou") : operation.by.name}
            {age !== undefined && ` · ${age}`}
          </span>
        </span>
        <NowOnly>
          {ended === undefined && (
            <button
              type="button"
              className="button square quiet"
              disabled={state.state === "pending"}
              title={t("operations.cancel", { what: title, name: vehicle })}
              aria-label={t("operations.cancel", { what: title, name: vehicle })}
              onClick={() => void run({ kind: "operation.cancel", operationId: id, operator: commander.operator() })}
            >
              <IconX size={20} aria-hidden="true" />
            </button>
          )}
        </NowOnly>
      </div>
      <OperationNote operation={operation} />
      <FaultNote state={state} />
    </li>
  );
};

const Summary = () => {
  const t = useTranslate();
  const counts = useStore(
    useStores().operations,
    useShallow(({ byId }) => {
      const all = Object.values(byId);
      return {
        running: all.filter(({ state }) => state === "running" || state === "waiting").length,
        failed: all.filter(({ state }) => state === "failed").length,
      };
    }),
  );
  return (
    <>
      {counts.failed > 0 ? (
        <span className="summary-bad">{t("operations.failed", { count: counts.failed })}</span>
      ) : (
        <span>{t("operations.running", { count: counts.running })}</span>
      )}
    </>
  );
};

/** What is being asked of whom, how far it is, what became of it; a person can take back what isn't done. */
export const OperationsPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const { operations, commander } = useStores();
  const ids = useStore(
    operations,
    useShallow(({ byId }) =>
      listedOperations(Object.values(byId), commander.operatorId, { withDone: alone }).map(({ id }) => id),
    ),
  );
  if (ids.length === 0 && !alone) return undefined;
  return (
    <PanelFrame name="operations" alone={alone} summary={<Summary />}>
      {ids.length === 0 ? (
        <p className="empty">{t("operations.empty")}</p>
      ) : (
        <ul className="operation-list">
          {ids.map((id) => (
            <Row key={id} id={id} />
          ))}
        </ul>
      )}
    </PanelFrame>
  );
};
