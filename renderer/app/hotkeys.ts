import { flyKeys } from "../panels/fly/fly-keys.ts";
import { panelKeys } from "../panels/panel-keys.ts";
import type { PanelName } from "../stores/settings-store.ts";
import { panelNames } from "../stores/settings-store.ts";

export type HotkeyAction =
  | { readonly kind: "select"; readonly index: number }
  | { readonly kind: "mark"; readonly index: number }
  | { readonly kind: "fold"; readonly panel: PanelName }
  | { readonly kind: "decide"; readonly decision: "new" | "confirmed" | "dismissed" }
  | { readonly kind: "replay-step"; readonly byMs: number }
  | {
      readonly kind:
        | "clear"
        | "next-heat"
        | "watch"
        | "find"
        | "mute"
        | "theme"
        | "help"
        | "play-pause"
        | "mark-all"
        | "next-tab"
        | "emergency";
    };

/** What of a key press decides; `typing`: in a text field; `inControl`: on a button, slider or map that takes keys itself. */
export interface KeyPress {
  readonly key: string;
  /** The key's place on the board: with Shift a digit is another sign on each layout. */
  readonly code: string;
  readonly shift: boolean;
  readonly modified: boolean;
  readonly typing: boolean;
  readonly inControl: boolean;
  readonly replaying: boolean;
}

const letters: Readonly<Record<string, HotkeyAction>> = {
  n: { kind: "next-heat" },
  y: { kind: "decide", decision: "confirmed" },
  x: { kind: "decide", decision: "dismissed" },
  u: { kind: "decide", decision: "new" },
  w: { kind: "watch" },
  g: { kind: "find" },
  m: { kind: "mute" },
  t: { kind: "theme" },
  [flyKeys.nextTab.toLowerCase()]: { kind: "next-tab" },
  "?": { kind: "help" },
};

const replayAction = (press: KeyPress): HotkeyAction | undefined => {
  const stepMs = press.shift ? 60_000 : 5_000;
  switch (press.key) {
    case " ":
      return { kind: "play-pause" };
    case "ArrowLeft":
      return { kind: "replay-step", byMs: -stepMs };
    case "ArrowRight":
      return { kind: "replay-step", byMs: stepMs };
    default:
      return undefined;
  }
};

/** What a key press asks for; undefined for a press that belongs to something else. */
export const hotkeyAction = (press: KeyPress): HotkeyAction | undefined => {
  if (press.modified || press.typing) return undefined;
  if (press.key === "Escape") return { kind: "clear" };
  if (press.shift) {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
    // Where digits themselves need Shift (a French keyboard), a digit stays a digit.
    if (digit !== undefined && !/^\d$/.test(press.key))
      return digit === "0" ? { kind: "mark-all" } : { kind: "mark", index: Number(digit) - 1 };
    // Only with Shift, and it only opens what then must be slid or held.
    if (press.key.toLowerCase() === flyKeys.emergency.toLowerCase()) return { kind: "emergency" };
  }
  if (/^[1-9]$/.test(press.key)) return { kind: "select", index: Number(press.key) - 1 };
  const key = press.key.toLowerCase();
  const panel = panelNames.find((name) => panelKeys[name].toLowerCase() === key);
  if (panel !== undefined) return { kind: "fold", panel };
  const action = letters[key];
  if (action !== undefined) return action;
  return press.replaying && !press.inControl ? replayAction(press) : undefined;
};
