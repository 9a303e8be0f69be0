import "./view-controls.css";
import type { ReactNode } from "react";

/** One button of the stack at the free edge of the map and of the 3D view. */
export const ViewButton = (props: {
  readonly label: string;
  readonly hotkey?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) => (
  <button
    type="button"
    className="view-button"
    aria-label={props.label}
    title={props.hotkey === undefined ? props.label : `${props.label} (${props.hotkey})`}
    aria-disabled={props.disabled ?? false}
    {...(props.pressed === undefined ? {} : { "aria-pressed": props.pressed })}
    onClick={props.onPress}
  >
    {props.children}
  </button>
);
