import type { Request, RequestFaultCode, RequestResult } from "../../shared/wire/requests.ts";

/** What a request may change; each answers for itself. */
export type RequestHandlers = {
  readonly [K in Request["kind"]]: (
    request: Extract<Request, { readonly kind: K }>,
  ) => RequestResult | Promise<RequestResult>;
};

/** @param detail what is wrong and what to do, in English */
export const refused = (code: RequestFaultCode, detail: string): RequestResult & { readonly ok: false } => ({
  ok: false,
  fault: { code, detail },
});

/** Hands a checked request to what answers it. */
export const answerRequest = async (handlers: RequestHandlers, request: Request): Promise<RequestResult> => {
  // The handler under a kind takes that kind, which the compiler can't see across the union.
  const handle = handlers[request.kind] as (request: Request) => RequestResult | Promise<RequestResult>;
  return handle(request);
};
