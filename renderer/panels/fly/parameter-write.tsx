import { IconUpload, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { ParameterRow } from "../../../shared/wire/parameters.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { valueText } from "./parameter-search.ts";
import { isUnderWay, useOrder } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";

/** What will be written, each value from and to, and what the vehicle has stored once it was. */
export const ParameterWrite = (props: {
  readonly id: VehicleId;
  readonly rows: readonly ParameterRow[];
  readonly edits: Readonly<Record<string, number>>;
  readonly onDrop: (name: string) => void;
}) => {
  const t = useTranslate();
  const { commander, send } = useStores();
  const { id, rows, edits, onDrop } = props;
  const gate = useGate(id);
  const { command, order } = useOrder();
  const vehicle = useVehicle(id, ({ name }) => name) ?? "";
  const [written, setWritten] = useState<readonly string[]>([]);
  const changes = rows.filter(({ name }) => edits[name] !== undefined);
  useEffect(() => {
    // Written and told back as wished: it is no change any more.
    for (const { name, value, type } of rows) {
      const wished = edits[name];
      if (wished !== undefined && valueText(wished, type) === valueText(value, type)) onDrop(name);
    }
  }, [rows, edits, onDrop]);
  const results = rows.filter(({ name }) => written.includes(name));
  if (changes.length === 0 && results.length === 0 && command.state === "idle") return undefined;
  const busy = isUnderWay(command);
  return (
    <div className="block parameter-write">
      {changes.length > 0 && (
        <>
          <strong>{t("parameters.changes", { count: changes.length })}</strong>
          <ul>
            {changes.map(({ name, value, type, unit }) => (
              <li key={name}>
                <span className="words">
                  {name}
                  <span className="small">{` ${valueText(value, type)} → ${valueText(edits[name] ?? value, type)} ${unit ?? ""}`}</span>
                </span>
                <button
                  type="button"
                  className="button square quiet"
                  disabled={busy}
                  aria-label={t("parameters.drop", { name })}
                  onClick={() => onDrop(name)}
                >
                  <IconX size={18} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
          <HoldButton
            key={changes.map(({ name }) => `${name}=${edits[name]}`).join(" ")}
            label={t("parameters.write", { name: vehicle })}
            spoken={t("parameters.writeSpoken", { name: vehicle, count: changes.length })}
            icon={<IconUpload size={20} aria-hidden="true" />}
            disabled={!gate.open || busy}
            reason={gateText(t, gate)}
            onDone={() => {
              const values = changes.map(({ name, value }) => ({ name, value: edits[name] ?? value }));
              setWritten(values.map(({ name }) => name));
              void order(() =>
                send({ kind: "parameters.set", ...commander.addressed(id), ...commander.asked(), values }),
              );
            }}
          />
        </>
      )}
      <OutcomeNote command={command} />
      {!busy && results.length > 0 && (
        <p className="small">
          {t("parameters.stored")}
          {results.map(({ name, value, type, unit }) => ` ${name} = ${valueText(value, type)}${unit ?? ""}`).join(" ·")}
        </p>
      )}
    </div>
  );
};
