import { useCallback, useEffect, useRef, useState } from "react";
import type { Request, RequestFaultCode } from "../../shared/wire/requests.ts";
import type { RequestOutcome } from "../bridge/requests.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";

export type RequestState =
  | { readonly state: "idle" }
  | { readonly state: "pending" }
  | { readonly state: "failed"; readonly code: string; readonly text: string; readonly detail?: string };

/** Faults whose code alone doesn't say enough: the station's own words stand beside. */
const saysMore: ReadonlySet<string> = new Set<RequestFaultCode>([
  "bad-request",
  "bad-link-spec",
  "not-possible",
  "recording-failed",
]);

/** Asks the station on behalf of one control, which shows where its own request stands. */
export const useRequest = (): {
  readonly state: RequestState;
  readonly run: (request: Request) => Promise<RequestOutcome>;
  readonly clear: () => void;
} => {
  const { send } = useStores();
  const t = useTranslate();
  const [outcome, setOutcome] = useState<RequestOutcome | "pending" | undefined>();
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const run = useCallback(
    async (request: Request) => {
      setOutcome("pending");
      const result = await send(request);
      if (mounted.current) setOutcome(result);
      return result;
    },
    [send],
  );
  const clear = useCallback(() => setOutcome(undefined), []);
  if (outcome === "pending") return { state: { state: "pending" }, run, clear };
  if (outcome === undefined || outcome.ok) return { state: { state: "idle" }, run, clear };
  const { code, detail } = outcome.fault;
  const text = t.loose(`fault.${code}`, {});
  return { state: { state: "failed", code, text, ...(saysMore.has(code) ? { detail } : {}) }, run, clear };
};
