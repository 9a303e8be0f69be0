import type { Request, RequestFaultCode, RequestResult } from "../../shared/wire/requests.ts";

/** What a request may change; each answers for itself. */
export type RequestHandlers = {
  readonly [K in Request["kind"]]: (
    request: Extract<Request, { readonly kind: K }>,
  ) => RequestResult | Promise<RequestResult>;
};

/** @param detail what is wrong and what to do, in English */
export const refused = (code: RequestFaultCode, detail: string): RequestResult => ({
  ok: false,
  fault: { code, detail },
});

/** Hands a checked request to what answers it. */
export const answerRequest = async (handlers: RequestHandlers, request: Request): Promise<RequestResult> => {
  switch (request.kind) {
    case "heat.decide":
      return handlers["heat.decide"](request);
    case "alert.acknowledge":
      return handlers["alert.acknowledge"](request);
    case "link.add":
      return handlers["link.add"](request);
    case "link.remove":
      return handlers["link.remove"](request);
    case "serial.list":
      return handlers["serial.list"](request);
    case "vehicle.rename":
      return handlers["vehicle.rename"](request);
    case "simulator.start":
      return handlers["simulator.start"](request);
    case "replay.set":
      return handlers["replay.set"](request);
  }
};
