import { IconChevronsRight, IconX } from "@tabler/icons-react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { flyKeys } from "./fly-keys.ts";
import { OutcomeNote } from "./outcome-note.tsx";
import { slideDone, slideFraction } from "./slide.ts";
import { useCommand } from "./use-command.ts";
import { gateText, useEmergencyGate } from "./use-gate.ts";
import { useHold } from "./use-hold.ts";
import { VehicleTag } from "./vehicle-tag.tsx";

/** Nobody touched it for this long: it closes, so that it never lies open in somebody's way. */
const closesAfterMs = 10_000;

/** A thumb that must be drawn along all of its track; by keyboard it is held for a second. */
const Slide = ({ label, onDone }: { readonly label: string; readonly onDone: () => void }) => {
  const t = useTranslate();
  const track = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLButtonElement>(null);
  const from = useRef<number | undefined>(undefined);
  const { shown, handlers } = useHold(thumb, { disabled: false, onDone });
  useEffect(() => thumb.current?.focus({ preventScroll: true }), []);
  const set = (fraction: number) => track.current?.style.setProperty("--slide", String(fraction));
  const drop = () => {
    from.current = undefined;
    set(0);
  };
  const move = (event: PointerEvent) => {
    if (from.current === undefined || track.current === null || thumb.current === null) return;
    const roomPx = track.current.clientWidth - thumb.current.offsetWidth;
    const fraction = slideFraction(event.clientX - from.current, roomPx);
    set(fraction);
    if (!slideDone(fraction)) return;
    drop();
    onDone();
  };
  return (
    <div ref={track} className={`slide hold-${shown}`}>
      <span className="slide-words">{shown === "early" ? t("hold.early") : t("emergency.slide")}</span>
      <button
        ref={thumb}
        type="button"
        className="slide-thumb"
        aria-label={`${label} ${t("emergency.slideSpoken")}`}
        onKeyDown={handlers.onKeyDown}
        onKeyUp={handlers.onKeyUp}
        onBlur={handlers.onBlur}
        onContextMenu={handlers.onContextMenu}
        onPointerDown={(event) => {
          if (event.button !== 0 || !event.isPrimary) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = event.clientX;
        }}
        onPointerMove={move}
        onPointerUp={drop}
        onPointerCancel={drop}
        onLostPointerCapture={drop}
      >
        <span className="hold-fill" aria-hidden="true" />
        <IconChevronsRight size={26} aria-hidden="true" />
      </button>
    </div>
  );
};

const Emergency = ({ id, ofNow }: { readonly id: VehicleId; readonly ofNow: boolean }) => {
  const t = useTranslate();
  const { fly } = useStores();
  const open = useStore(fly, (state) => state.emergencyOpen === id);
  const gate = useEmergencyGate(id);
  const { command, run } = useCommand(id);
  const [touchedN, setTouchedN] = useState(0);
  const octagon = useRef<HTMLButtonElement>(null);
  const view = useVehicleView(id, ({ name, kind }) => ({ name, onGround: kind === "ground-robot" || kind === "boat" }));
  const { openEmergency } = fly.getState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every touch begins the time anew
  useEffect(() => {
    if (!open) return undefined;
    const timer = setTimeout(() => openEmergency(undefined), closesAfterMs);
    return () => clearTimeout(timer);
  }, [open, touchedN, openEmergency]);
  // Another vehicle was selected: this one's lies open no longer.
  useEffect(() => () => fly.getState().openEmergency(undefined), [fly]);
  if (view === undefined) return undefined;
  const label = t("emergency.label", { name: view.name });
  const close = () => {
    openEmergency(undefined);
    octagon.current?.focus({ preventScroll: true });
  };
  return (
    <section
      className={ofNow ? "emergency of-now" : "emergency"}
      aria-label={label}
      onPointerDown={() => setTouchedN((n) => n + 1)}
      onKeyDown={(event) => {
        setTouchedN((n) => n + 1);
        if (event.key !== "Escape" || !open) return;
        event.preventDefault();
        close();
      }}
    >
      <button
        ref={octagon}
        type="button"
        className="octagon"
        aria-expanded={open}
        aria-disabled={!gate.open}
        aria-label={label}
        aria-keyshortcuts={`Shift+${flyKeys.emergency}`}
        title={gateText(t, gate) ?? `${label} (⇧ ${flyKeys.emergency})`}
        onClick={() => {
          if (gate.open) openEmergency(open ? undefined : id);
        }}
      >
        <span>{t(view.onGround ? "emergency.stopGround" : "emergency.stop")}</span>
        <span className="octagon-name">{view.name}</span>
      </button>
      {ofNow && <span className="emergency-now">{t("emergency.ofNow")}</span>}
      {open && gate.open && (
        <div className="emergency-card">
          <div className="deck-head">
            <VehicleTag id={id} />
            <strong className="emergency-title">{t("emergency.title")}</strong>
            <button type="button" className="button square quiet" aria-label={t("emergency.close")} onClick={close}>
              <IconX size={20} aria-hidden="true" />
            </button>
          </div>
          <p>{t(view.onGround ? "emergency.doesGround" : "emergency.does")}</p>
          <Slide
            label={label}
            onDone={() => {
              close();
              void run({ kind: "emergency-stop" });
            }}
          />
        </div>
      )}
      {command.state !== "idle" && (
        <div className="emergency-card">
          <OutcomeNote command={command} />
        </div>
      )}
    </section>
  );
};

/** Motors off, apart from everything else: another place, another shape, and two steps. */
export const EmergencyStop = (props: {
  /** The screen around it shows the past: it says that it acts on what is now. */
  readonly ofNow?: boolean;
}) => {
  const { selection, fleet } = useStores();
  const id = useStore(selection, (state) => state.selectedVehicleId);
  const known = useStore(fleet, ({ byId }) => id !== undefined && byId[id] !== undefined);
  return id === undefined || !known ? undefined : <Emergency key={id} id={id} ofNow={props.ofNow ?? false} />;
};
