import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { type BulkAction, bulkActions, bulkOrder } from "./bulk-actions.ts";
import { HoldButton } from "./hold-button.tsx";
import { OperationNote, OutcomeNote } from "./outcome-note.tsx";
import { QuantityField } from "./quantity-field.tsx";
import { gateNow, gateText, useGate } from "./use-gate.ts";
import { VehicleTag } from "./vehicle-tag.tsx";

const Row = (props: {
  readonly id: VehicleId;
  /** What was asked of all of them last; undefined before. */
  readonly asked: { readonly ids: readonly VehicleId[]; readonly outcome: RequestOutcome | "sending" } | undefined;
}) => {
  const t = useTranslate();
  const { id, asked } = props;
  const { fly, operations } = useStores();
  const gate = useGate(id);
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? id;
  const outcome = asked?.ids.includes(id) === true ? asked.outcome : undefined;
  const answered =
    typeof outcome === "object" ? outcome.operations?.find(({ vehicleId }) => vehicleId === id) : undefined;
  const live = useStore(operations, ({ byId }) => (answered === undefined ? undefined : byId[answered.id]));
  const operation = live ?? answered;
  return (
    <li className="bulk-row">
      <VehicleTag id={id} />
      <span className="bulk-words">
        {operation !== undefined ? (
          <OperationNote operation={operation} brief />
        ) : outcome === "sending" ? (
          <OutcomeNote command={{ state: "sending" }} />
        ) : outcome !== undefined && !outcome.ok ? (
          <OutcomeNote command={{ state: "refused", code: outcome.fault.code, detail: outcome.fault.detail }} />
        ) : (
          <span className={gate.open ? "small" : "small struck-out"}>{gateText(t, gate) ?? t("bulk.ready")}</span>
        )}
      </span>
      <button
        type="button"
        className="button square quiet"
        aria-label={t("bulk.unmark", { name })}
        onClick={() => fly.getState().mark(id, false)}
      >
        <IconX size={20} aria-hidden="true" />
      </button>
    </li>
  );
};

const Bar = ({ ids }: { readonly ids: readonly VehicleId[] }) => {
  const t = useTranslate();
  const format = useFormat();
  const stores = useStores();
  const { fleet, fly, commander } = stores;
  const [kind, setKind] = useState<BulkAction>("hold");
  const [heightM, setHeightM] = useState<number | undefined>(30);
  const [asked, setAsked] = useState<{ ids: readonly VehicleId[]; outcome: RequestOutcome | "sending" }>();
  // Who is told, by name: it changes with the gates, and so does what the button says.
  const tellable = useStore(
    fleet,
    useShallow(() => ids.filter((id) => gateNow(stores, id).open)),
  );
  useStore(stores.station, (state) => state.connection.state);
  const names = format.list(tellable.map((id) => fleet.getState().byId[id]?.name ?? id));
  const action = bulkOrder(kind, heightM);
  const send = async () => {
    if (action === undefined) return;
    const told = [...tellable];
    setAsked({ ids: told, outcome: "sending" });
    const outcome = await commander.commandAll(told, action);
    setAsked({ ids: told, outcome });
  };
  const label = t(`operationKind.${kind}`);
  return (
    <section className="deck-card bulk-bar" aria-label={t("bulk.title", { count: ids.length })}>
      <div className="deck-head">
        <strong>{t("bulk.title", { count: ids.length })}</strong>
        <button
          type="button"
          className="button square quiet"
          aria-label={t("bulk.close")}
          onClick={() => fly.getState().setMarking(false)}
        >
          <IconX size={20} aria-hidden="true" />
        </button>
      </div>
      <ul className="bulk-list">
        {ids.map((id) => (
          <Row key={id} id={id} asked={asked} />
        ))}
      </ul>
      <select
        className="text-field"
        aria-label={t("bulk.what")}
        value={kind}
        onChange={(event) => setKind(bulkActions.find((known) => known === event.currentTarget.value) ?? "hold")}
      >
        {bulkActions.map((known) => (
          <option key={known} value={known}>
            {t(`operationKind.${known}`)}
          </option>
        ))}
      </select>
      {kind === "take-off" && (
        <QuantityField
          label={t("fly.takeOffHeight")}
          kind="height"
          value={heightM}
          least={1}
          most={500}
          suffix={t("heightFrom.short.home")}
          onChange={setHeightM}
        />
      )}
      <HoldButton
        // Another list, another button: a press that began for others ends with them.
        key={`${kind} ${tellable.join(" ")}`}
        className="bulk-send"
        label={tellable.length === 0 ? t("bulk.nobody") : t("bulk.send", { what: label, names })}
        spoken={t("bulk.send", { what: label, names })}
        disabled={tellable.length === 0 || action === undefined}
        onDone={() => void send()}
      />
    </section>
  );
};

/** A command for several: who, by name, before it is sent; what became of each, by name, after. */
export const BulkBar = () => {
  const { fleet, fly } = useStores();
  const marked = useStore(fly, (state) => state.marked);
  const ids = useStore(
    fleet,
    useShallow(({ order }) => order.filter((id) => marked.includes(id))),
  );
  return ids.length === 0 ? undefined : <Bar ids={ids} />;
};
