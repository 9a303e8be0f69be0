import { type ReactNode, useRef } from "react";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useHold } from "./use-hold.ts";

/** A button that does something only after a second: it fills while it is held, and says so when it was let go too early. */
export const HoldButton = (props: {
  readonly label: ReactNode;
  /** What a screen reader says, with the vehicle's name; "hold for one second" is added. */
  readonly spoken: string;
  readonly icon?: ReactNode;
  readonly hotkey?: string;
  readonly disabled?: boolean;
  /** Why it is off. */
  readonly reason?: string | undefined;
  readonly className?: string;
  readonly onDone: () => void;
}) => {
  const t = useTranslate();
  const button = useRef<HTMLButtonElement>(null);
  const { disabled = false, hotkey } = props;
  const { shown, handlers } = useHold(button, { disabled, hotkey, onDone: props.onDone });
  const hint = hotkey === undefined ? t("hold.hint") : t("hold.hintKey", { key: hotkey });
  return (
    <button
      ref={button}
      type="button"
      className={`button hold hold-${shown} ${props.className ?? ""}`}
      // Stays in the order of Tab with its reason where it is off.
      aria-disabled={disabled}
      aria-label={`${props.spoken} ${props.reason ?? t("hold.spoken")}`}
      aria-keyshortcuts={hotkey}
      title={props.reason ?? hint}
      {...handlers}
    >
      <span className="hold-fill" aria-hidden="true" />
      {props.icon}
      <span className="hold-label">{shown === "early" ? t("hold.early") : props.label}</span>
      {hotkey !== undefined && <kbd>{hotkey}</kbd>}
      <span className="visually-hidden" role="status">
        {shown === "early" ? t("hold.earlySpoken") : ""}
      </span>
    </button>
  );
};
