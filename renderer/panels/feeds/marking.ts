import { useCallback, useState } from "react";
import type { FeedLook, FeedView } from "../../../shared/wire/feeds.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { lookAtPixel } from "../fly/picture-look.ts";
import { type CommandState, useCommand } from "../fly/use-command.ts";
import type { Spot, SpotBox } from "./fit-picture.ts";

/** What a press on the picture does. */
export type PointerMode = "watch" | "look" | "mark" | "person";

type FaultCode = Extract<RequestOutcome, { readonly ok: false }>["fault"]["code"];

/** What came of the last press. */
export type Marked =
  | { readonly state: "none" }
  | { readonly state: "pending" }
  | { readonly state: "failed"; readonly code: FaultCode; readonly detail?: string }
  | { readonly state: "point"; readonly vehicleId: string; readonly look: FeedLook }
  | { readonly state: "person"; readonly heatId: string };

/** A press on a feed's picture. */
export interface Pressed {
  readonly feed: FeedView;
  readonly at: Spot;
  readonly box: SpotBox | undefined;
  /** Of the picture that was pressed, station clock. */
  readonly captureMs: number | undefined;
  readonly picture: { readonly widthPx: number; readonly heightPx: number };
}

export interface Marking {
  readonly mode: PointerMode;
  readonly setMode: (mode: PointerMode) => void;
  readonly marked: Marked;
  /** What became of turning the camera. */
  readonly command: CommandState;
  readonly act: (pressed: Pressed) => Promise<void>;
  readonly clear: () => void;
}

/** The pointer of the camera panel: its mode, and what presses on the picture of one vehicle come to. */
export const useMarking = (vehicleId: string): Marking => {
  const { send, fleet, settings, selection, markedPoint } = useStores();
  const { command, run } = useCommand(vehicleId);
  const [mode, setMode] = useState<PointerMode>("watch");
  const [marked, setMarked] = useState<Marked>({ state: "none" });
  const act = useCallback(
    async ({ feed, at, box, captureMs, picture }: Pressed) => {
      if (mode === "watch") return;
      if (mode === "look") {
        const vehicle = fleet.getState().byId[feed.vehicleId];
        const action = vehicle && lookAtPixel(vehicle, at, { ...picture, hfovRad: feed.hfov?.rad });
        if (action !== undefined) await run(action);
        else setMarked({ state: "failed", code: "not-possible" });
        return;
      }
      setMarked({ state: "pending" });
      const by = settings.getState().operatorName.trim();
      const outcome = await send({
        kind: "feed.mark",
        feedId: feed.id,
        what: mode === "person" ? "person" : "point",
        ...(box ?? at),
        ...(captureMs === undefined ? {} : { captureMs }),
        ...(by === "" ? {} : { by }),
      });
      if (!outcome.ok) setMarked({ state: "failed", ...outcome.fault });
      else if (mode === "person" && outcome.heatId !== undefined) {
        setMarked({ state: "person", heatId: outcome.heatId });
        selection.getState().selectHeat(outcome.heatId);
        // Once: the next press is a look again, and not another person.
        setMode("watch");
      } else if (outcome.look !== undefined) {
        const { position, ellipse95M } = outcome.look;
        setMarked({ state: "point", vehicleId: feed.vehicleId, look: outcome.look });
        if (position === undefined) return;
        markedPoint.getState().mark({
          position,
          vehicleId: feed.vehicleId,
          ...(ellipse95M === undefined ? {} : { ellipse95M }),
        });
      } else setMarked({ state: "none" });
    },
    [mode, send, fleet, settings, selection, markedPoint, run],
  );
  const clear = useCallback(() => {
    setMarked({ state: "none" });
    markedPoint.getState().clear();
  }, [markedPoint]);
  const change = useCallback((next: PointerMode) => {
    setMode(next);
    setMarked({ state: "none" });
  }, []);
  return { mode, setMode: change, marked, command, act, clear };
};
