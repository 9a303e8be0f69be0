import { useCallback, useRef } from "react";
import type { Seen } from "../../../shared/incident/incident-event.ts";
import type { ThingFields, ThingKind } from "../../../shared/incident/things.ts";
import type { Request } from "../../../shared/wire/requests.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { type RequestState, useRequest } from "../use-request.ts";

/** Fields of a thing with their new values; `null` empties one. */
export type FieldChange<K extends ThingKind> = { readonly [F in keyof ThingFields[K]]?: ThingFields[K][F] | null };

interface PutTarget<K extends ThingKind> {
  readonly kind: K;
  readonly id: string;
  readonly seen?: Seen;
}

/** Changes fields of things, on behalf of one control. */
export const usePut = (): {
  readonly state: RequestState;
  /** The `seen` of the thing goes with it, so that what another wrote meanwhile isn't overwritten in silence. */
  readonly put: <K extends ThingKind>(thing: PutTarget<K>, fields: FieldChange<K>) => Promise<RequestOutcome>;
  /** Makes a thing; the station gives its id. */
  readonly make: <K extends ThingKind>(kind: K, fields: FieldChange<K>) => Promise<RequestOutcome>;
} => {
  const { commander } = useStores();
  const { state, run } = useRequest();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  // One after the other: two on their way at once may come in the wrong order, and the older value would stand.
  const inOrder = useCallback(
    (request: Request): Promise<RequestOutcome> => {
      const outcome = last.current.then(() => run(request));
      last.current = outcome;
      return outcome;
    },
    [run],
  );
  const put = useCallback(
    <K extends ThingKind>({ kind, id, seen }: PutTarget<K>, fields: FieldChange<K>) =>
      inOrder({
        kind: "incident.put",
        thing: kind,
        thingId: id,
        fields,
        ...(seen === undefined ? {} : { seen }),
        operator: commander.operator(),
      }),
    [inOrder, commander],
  );
  const make = useCallback(
    <K extends ThingKind>(kind: K, fields: FieldChange<K>) =>
      inOrder({ kind: "incident.put", thing: kind, fields, operator: commander.operator() }),
    [inOrder, commander],
  );
  return { state, put, make };
};
