import { flyKeys } from "../panels/fly/fly-keys.ts";
import { panelKeys } from "../panels/panel-keys.ts";
import { timelineKeys } from "../panels/timeline/timeline-keys.ts";
import type { PanelName } from "../stores/settings-store.ts";
import { panelNames } from "../stores/settings-store.ts";

export type HotkeyAction =
  | { readonly kind: "select"; readonly index: number }
  | { readonly kind: "mark"; readonly index: number }
  | { readonly kind: "fold"; readonly panel: PanelName }
  | { readonly kind: "decide"; readonly decision: "new" | "confirmed" | "dismissed" }
  | { readonly kind: "time-step"; readonly byMs: number }
  /** From now into the past, so long before now. */
  | { readonly kind: "look-back"; readonly byMs: number }
  | { readonly kind: "message-step" | "jump"; readonly direction: 1 | -1 }
  | { readonly kind: "play-speed"; readonly faster: boolean }
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
        | "emergency"
        | "archive"
        | "fold-timeline"
        | "note"
        | "telemetry"
        | "play-backwards"
        | "now";
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
  /** An instant of the archive is on the screen. */
  readonly archived: boolean;
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

/** With Shift, whatever the panels' keys are without it. */
const shifted: Readonly<Record<string, HotkeyAction>> = {
  // Only with Shift, and it only opens what then must be slid or held.
  [flyKeys.emergency.toLowerCase()]: { kind: "emergency" },
  [timelineKeys.archive.toLowerCase()]: { kind: "archive" },
  [timelineKeys.fold.toLowerCase()]: { kind: "fold-timeline" },
};

/** With Shift comma and period are other signs on each layout: their place on the board counts, where no letter lies there. */
const isShiftedSign = ({ shift, code, key }: KeyPress, place: "Comma" | "Period"): boolean =>
  shift && code === place && !/^\p{L}$/u.test(key);

const stepsMs = { short: 5_000, long: 60_000 };

const archiveAction = (press: KeyPress): HotkeyAction | undefined => {
  if (isShiftedSign(press, "Comma")) return { kind: "play-speed", faster: false };
  if (isShiftedSign(press, "Period")) return { kind: "play-speed", faster: true };
  if (press.shift && press.key.toLowerCase() === timelineKeys.note.toLowerCase()) return { kind: "note" };
  if (press.shift && press.key.toLowerCase() === timelineKeys.telemetry.toLowerCase()) return { kind: "telemetry" };
  switch (press.key) {
    case timelineKeys.now:
      return { kind: "now" };
    case timelineKeys.stepBack:
      return { kind: "message-step", direction: -1 };
    case timelineKeys.stepOn:
      return { kind: "message-step", direction: 1 };
    case "PageUp":
      return { kind: "jump", direction: -1 };
    case "PageDown":
      return { kind: "jump", direction: 1 };
    case " ":
      return press.inControl ? undefined : { kind: press.shift ? "play-backwards" : "play-pause" };
    case "ArrowLeft":
    case "ArrowRight": {
      if (press.inControl) return undefined;
      const stepMs = press.shift ? stepsMs.long : stepsMs.short;
      return { kind: "time-step", byMs: press.key === "ArrowLeft" ? -stepMs : stepMs };
    }
    default:
      return undefined;
  }
};

/** Into the past from now: 10 s, and with Shift as long as it takes to ask what that was. */
const lookBackMs = { short: 10_000, long: 40_000 };

/** What a key press asks for; undefined for a press that belongs to something else. */
export const hotkeyAction = (press: KeyPress): HotkeyAction | undefined => {
  if (press.modified || press.typing) return undefined;
  if (press.key === "Escape") return { kind: "clear" };
  if (press.shift) {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
    // Where digits themselves need Shift (a French keyboard), a digit stays a digit.
    if (digit !== undefined && !/^\d$/.test(press.key))
      return digit === "0" ? { kind: "mark-all" } : { kind: "mark", index: Number(digit) - 1 };
    const action = shifted[press.key.toLowerCase()];
    if (action !== undefined) return action;
  }
  const inArchive = press.archived ? archiveAction(press) : undefined;
  if (inArchive !== undefined) return inArchive;
  if (!press.archived) {
    if (press.key === timelineKeys.stepBack) return { kind: "look-back", byMs: lookBackMs.short };
    if (isShiftedSign(press, "Comma")) return { kind: "look-back", byMs: lookBackMs.long };
  }
  if (/^[1-9]$/.test(press.key)) return { kind: "select", index: Number(press.key) - 1 };
  const key = press.key.toLowerCase();
  const panel = panelNames.find((name) => panelKeys[name].toLowerCase() === key);
  if (panel !== undefined) return { kind: "fold", panel };
  return letters[key];
};
