import { useCallback } from "react";
import type { StepName } from "../../../shared/incident/incident-event.ts";
import type { ThingKind } from "../../../shared/incident/things.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { type RequestState, useRequest } from "../use-request.ts";

interface Said {
  readonly text?: string;
  readonly item?: number;
}

/** Says what happened to things, on behalf of one control. */
export const useStep = (): {
  readonly state: RequestState;
  readonly step: (
    thing: { readonly kind: ThingKind; readonly id: string },
    step: StepName,
    said?: Said,
  ) => Promise<RequestOutcome>;
} => {
  const { commander } = useStores();
  const { state, run } = useRequest();
  const step = useCallback(
    (thing: { readonly kind: ThingKind; readonly id: string }, name: StepName, said: Said = {}) =>
      run({
        kind: "incident.step",
        thing: thing.kind,
        thingId: thing.id,
        step: name,
        ...said,
        operator: commander.operator(),
      }),
    [run, commander],
  );
  return { state, step };
};
