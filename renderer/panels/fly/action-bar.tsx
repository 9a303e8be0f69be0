import { IconHome, IconPlaneArrival, IconPlayerPause } from "@tabler/icons-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { useVehicleView } from "../use-vehicle.ts";
import { CustodyButton, CustodyWords } from "./custody-button.tsx";
import { CustodyLine } from "./custody-line.tsx";
import { flyKeys } from "./fly-keys.ts";
import { HoldButton } from "./hold-button.tsx";
import { isTypingIn } from "./is-typing.ts";
import { OutcomeNote } from "./outcome-note.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";
import { VehicleTag } from "./vehicle-tag.tsx";

/** One press is enough to stop where it is. By its key too, from anywhere. */
const HoldPosition = (props: {
  readonly name: string;
  readonly onGround: boolean;
  readonly disabled: boolean;
  readonly reason: string | undefined;
  readonly onPress: () => void;
}) => {
  const t = useTranslate();
  const { disabled, onPress, reason } = props;
  useEffect(() => {
    if (disabled) return undefined;
    const down = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== flyKeys.hold.toLowerCase() || event.repeat || event.defaultPrevented) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
      if (isTypingIn(event.target)) return;
      event.preventDefault();
      onPress();
    };
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  }, [disabled, onPress]);
  return (
    <button
      type="button"
      className="button act"
      aria-disabled={disabled}
      aria-keyshortcuts={flyKeys.hold}
      aria-label={`${t("action.holdSpoken", { name: props.name })} ${reason ?? ""}`}
      title={reason ?? t("action.holdSpoken", { name: props.name })}
      onClick={() => {
        if (!disabled) onPress();
      }}
    >
      <IconPlayerPause size={22} aria-hidden="true" />
      <span className="hold-label">{t(props.onGround ? "action.holdGround" : "action.hold")}</span>
      <kbd>{flyKeys.hold}</kbd>
    </button>
  );
};

const Bar = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const view = useVehicleView(id, ({ name, colourIndex, mode, armed, kind, frozen }) => ({
    frozen: frozen === true,
    name,
    colourIndex,
    mode: mode?.name,
    armed,
    onGround: kind === "ground-robot" || kind === "boat",
  }));
  if (view === undefined) return undefined;
  const { name } = view;
  const reason = gateText(t, gate);
  const lost = !gate.open && (gate.reason === "lost" || gate.reason === "station-away");
  const cannotLand = view.onGround ? t("action.noLand") : undefined;
  return (
    <section
      className="deck-card action-bar"
      style={{ borderLeftColor: vehicleColour(view.colourIndex) }}
      aria-label={t("action.bar", { name })}
    >
      <div className="deck-head">
        <VehicleTag id={id} below={t(view.armed ? "vehicle.armed" : "vehicle.disarmed")} stale={lost} />
        <span className="deck-state">
          <span className={`deck-mode ${lost ? "struck" : ""}`}>{view.mode ?? t("vehicle.noMode")}</span>
          <CustodyWords id={id} />
        </span>
        <CustodyButton id={id} />
      </div>
      {!gate.open && gate.reason === "held" && <CustodyLine id={id} brief />}
      {!gate.open && gate.reason !== "held" && <p className="gate-note">{reason}</p>}
      {view.frozen && gate.open && <p className="gate-note">{t("vehicle.frozen")}</p>}
      <div className="deck-row three">
        <HoldPosition
          name={name}
          onGround={view.onGround}
          disabled={!gate.open}
          reason={reason}
          onPress={() => void run({ kind: "hold" })}
        />
        <HoldButton
          className="act"
          label={t("action.return")}
          spoken={t("action.returnSpoken", { name })}
          icon={<IconHome size={22} aria-hidden="true" />}
          hotkey={flyKeys.return}
          disabled={!gate.open}
          reason={reason}
          onDone={() => void run({ kind: "return" })}
        />
        <HoldButton
          className="act"
          label={t("action.land")}
          spoken={t("action.landSpoken", { name })}
          icon={<IconPlaneArrival size={22} aria-hidden="true" />}
          hotkey={flyKeys.land}
          disabled={!gate.open || view.onGround}
          reason={reason ?? cannotLand}
          onDone={() => void run({ kind: "land" })}
        />
      </div>
      <OutcomeNote command={command} />
    </section>
  );
};

/** Hold, Return and Land of the selected vehicle, always in the same corner. */
export const ActionBar = () => {
  const t = useTranslate();
  const { selection, fleet } = useStores();
  const id = useStore(selection, (state) => state.selectedVehicleId);
  const known = useStore(fleet, ({ byId }) => id !== undefined && byId[id] !== undefined);
  const any = useStore(fleet, ({ order }) => order.length > 0);
  if (!any) return undefined;
  if (id === undefined || !known) return <p className="deck-card deck-none">{t("action.none")}</p>;
  // A new key for each vehicle: a press that has begun for one never ends for another.
  return <Bar key={id} id={id} />;
};
