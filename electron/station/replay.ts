import { basename } from "node:path";
import { FileLink } from "../../hardware/link/file-link.ts";
import type { LinkState, ReplayLink } from "../../hardware/link/link.ts";
import { systemLinkClock } from "../../hardware/link/link-clock.ts";
import type { ReplayView } from "../../shared/wire/state.ts";
import type { AlertBook } from "./alert-book.ts";
import { logInfo } from "./log-info.ts";

/** A log that is being played. */
export interface Replay {
  readonly link: ReplayLink;
  /** While it jumps, what it passes is not news: nobody wants a hundred old alerts at once. */
  readonly seeking: boolean;
  view(): ReplayView;
  set(change: { readonly playing?: boolean; readonly speed?: number; readonly positionMs?: number }): void;
  /** The link begins at the log's start again, on its way to a position. */
  rewound(): void;
  /** The position asked for is reached. */
  sought(): void;
}

const replayLinkId = "replay";

/** Makes the link that plays a file; the station opens it. */
export const makeReplay = (file: string, speed: number): Replay => {
  const link = new FileLink({ id: replayLinkId, spec: `file:${file}`, path: file, clock: systemLinkClock });
  link.set({ speed });
  let seeking = false;
  return {
    link,
    get seeking() {
      return seeking;
    },
    view: () => ({
      file: basename(file),
      startUtcMs: link.startUtcUs / 1000,
      endUtcMs: link.startUtcUs / 1000 + link.durationMs,
      positionMs: link.positionMs,
      durationMs: link.durationMs,
      speed: link.speed,
      playing: link.playing,
    }),
    set: (change) => {
      if (change.positionMs !== undefined) seeking = true;
      link.set(change);
    },
    rewound: () => {
      seeking = true;
    },
    sought: () => {
      seeking = false;
    },
  };
};

/** Resolves once the link reads its file, or says why it can't. */
export const replayReady = (link: ReplayLink): Promise<{ readonly fault?: string }> =>
  new Promise((resolve) => {
    const settle = (state: LinkState) => {
      if (state.state === "opening") return;
      off();
      resolve(state.state === "waiting" ? { fault: state.fault.detail } : {});
    };
    const off = link.on((event) => {
      if (event.kind === "state") settle(event.state);
    });
    settle(link.state);
  });

/** Reads the whole log once beside the playing and tells where its end is cut or it is damaged. */
export const reportLogNotes = async (file: string, alerts: AlertBook): Promise<void> => {
  const info = await logInfo(file);
  if (!info.ok) return;
  for (const { code, detail } of info.notes) {
    if (code !== "tail-cut") continue;
    alerts.report({ code: "log-cut", severity: "info", params: { detail }, lasting: false });
  }
};
