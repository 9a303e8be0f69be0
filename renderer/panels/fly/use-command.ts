import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { OperationView } from "../../../shared/wire/operations.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import { useStores } from "../../stores/stores-context.tsx";

/** Where what one control asked for stands. */
export type CommandState =
  | { readonly state: "idle" }
  | { readonly state: "sending" }
  /** The station said no, or nothing. */
  | { readonly state: "refused"; readonly code: string; readonly detail: string }
  | { readonly state: "asked"; readonly operation: OperationView };

/** Something is still to come of it. */
export const isUnderWay = (command: CommandState): boolean =>
  command.state === "sending" ||
  (command.state === "asked" && (command.operation.state === "waiting" || command.operation.state === "running"));

const stateOf = (outcome: RequestOutcome | undefined, live: OperationView | undefined): CommandState => {
  const operation = live ?? outcome?.operations?.[0];
  if (operation !== undefined) return { state: "asked", operation };
  if (outcome === undefined || outcome.ok) return { state: "idle" };
  return { state: "refused", code: outcome.fault.code, detail: outcome.fault.detail };
};

/**
 * Asks a vehicle on behalf of one control, and follows what becomes of it until the station forgets it. Nothing is taken for
 * done before the vehicle says so.
 */
export const useOrder = (): {
  readonly command: CommandState;
  readonly order: (ask: () => Promise<RequestOutcome>) => Promise<RequestOutcome>;
} => {
  const { operations } = useStores();
  const [outcome, setOutcome] = useState<RequestOutcome | "sending" | undefined>();
  const asked = useRef(0);
  const operationId = typeof outcome === "object" ? outcome.operations?.[0]?.id : undefined;
  const live = useStore(operations, ({ byId }) => (operationId === undefined ? undefined : byId[operationId]));
  const wasLive = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (live !== undefined) wasLive.current = live.id;
    else if (operationId !== undefined && wasLive.current === operationId) setOutcome(undefined);
  }, [live, operationId]);
  useEffect(
    () => () => {
      asked.current = -1;
    },
    [],
  );
  const order = useCallback(async (ask: () => Promise<RequestOutcome>) => {
    const n = ++asked.current;
    setOutcome("sending");
    const answer = await ask();
    // A later press, or a control that is gone: this answer is no longer its business.
    if (asked.current === n) setOutcome(answer);
    return answer;
  }, []);
  return { command: outcome === "sending" ? { state: "sending" } : stateOf(outcome, live), order };
};

/** The same for one vehicle's actions. */
export const useCommand = (
  id: VehicleId,
): { readonly command: CommandState; readonly run: (action: VehicleAction) => Promise<RequestOutcome> } => {
  const { commander } = useStores();
  const { command, order } = useOrder();
  const run = useCallback(
    (action: VehicleAction) => order(() => commander.command(id, action)),
    [commander, id, order],
  );
  return { command, run };
};
