import { mayAsk } from "../../shared/incident/may-ask.ts";
import type { Principal } from "../../shared/incident/roles.ts";
import type { Thing } from "../../shared/incident/thing.ts";
import type { Request, RequestFaultCode, RequestResult } from "../../shared/wire/requests.ts";

/** What a request may change; each answers for itself. */
export type RequestHandlers = {
  readonly [K in Request["kind"]]: (
    request: Extract<Request, { readonly kind: K }>,
    /** As whom it came in; absent: the station itself. */
    principal?: Principal,
  ) => RequestResult | Promise<RequestResult>;
};

/** @param detail what is wrong and what to do, in English */
export const refused = (code: RequestFaultCode, detail: string): RequestResult & { readonly ok: false } => ({
  ok: false,
  fault: { code, detail },
});

export interface Asker {
  /** As whom it came in; absent: the station itself. */
  readonly principal?: Principal | undefined;
  /** Of the incident that is shown: they tell what is whose. */
  readonly things: ReadonlyMap<string, Thing>;
}

/** Hands a request whose fields were checked to what answers it, where the asker's role may ask that. */
export const answerRequest = async (
  handlers: RequestHandlers,
  request: Request,
  { principal, things }: Asker,
): Promise<RequestResult> => {
  const may = principal === undefined ? true : mayAsk(principal, request, things);
  if (may !== true) return refused("not-allowed", may);
  // The handler under a kind takes that kind, which the compiler can't see across the union.
  const handle = handlers[request.kind] as (
    request: Request,
    principal?: Principal,
  ) => RequestResult | Promise<RequestResult>;
  return handle(request, principal);
};
