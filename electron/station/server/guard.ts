import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Principal } from "../../../shared/incident/roles.ts";
import { type Access, type Caller, callerOf, type Refusal } from "./access.ts";
import { notForYouPage, signInPage } from "./pages.ts";
import { RateLimit } from "./rate-limit.ts";
import { refuse } from "./refusals.ts";
import { requestUrl } from "./request-url.ts";
import { type Gate, gateOf, passes } from "./route-gates.ts";
import { securityHeaders } from "./security-headers.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** As whom it came in; absent only at open routes. */
    principal: Principal | undefined;
    /** Its link opens nothing now; what it brought is only looked through for a call for help. */
    stale: (Refusal & { readonly status: 401 }) | undefined;
  }
}

/** A phone asks every few seconds and sends in batches, and a team may share one link; a screen's map asks for a few hundred tiles at once. */
const rates = { phone: { burst: 120, perS: 10 }, screen: { burst: 600, perS: 60 } } as const;

const refusals: Readonly<Record<Refusal["code"], string>> = {
  "no-token":
    "The token is missing or wrong. Open the address that the station printed, or send it as 'Authorization: Bearer TOKEN'.",
  "link-expired": "This link has expired. Ask the incident post for a new one.",
  "link-revoked": "This link was withdrawn. Ask the incident post for a new one.",
  "link-old": "This link belongs to an incident that is not open now. Ask the incident post for a new one.",
  "wrong-host": "This station answers only to its own addresses. Use the address that it printed.",
  "wrong-origin":
    "This request came from another site's page. Use the station's own page, or send the token as a bearer.",
  "not-allowed": "Your role may not see this. Your link opens the phone page: what it needs is under /api/field/.",
};

const refuseEntry = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => {
  const wantsPage = request.headers.accept?.includes("text/html") === true;
  const isOurs = refusal.code !== "wrong-host" && refusal.code !== "wrong-origin";
  if (wantsPage && isOurs) {
    const page = refusal.code === "no-token" ? signInPage() : notForYouPage(refusal.code);
    return reply.code(refusal.status).type("text/html; charset=utf-8").send(page);
  }
  if (refusal.status === 401) reply.header("www-authenticate", 'Bearer realm="Lantern"');
  return refuse(reply, refusal.status, refusal.code, refusals[refusal.code]);
};

/** Fastify's answer to an address that is none. */
export const notAnAddress = { ok: false, fault: { code: "bad-request", detail: "The address asked for is none." } };

const notAllowed: Refusal = { ok: false, status: 403, code: "not-allowed" };

/**
 * Exchanges the token of an address for the cookie; what else the address says (a panel's name) stays. Who has only the phone
 * page is sent there.
 */
const signIn = (request: FastifyRequest, reply: FastifyReply, access: Access, caller: Caller) => {
  const url = requestUrl(request.url);
  if (url === undefined) return reply.code(400).send(notAnAddress);
  const token = url.searchParams.get("token");
  if (url.pathname !== "/" || token === null) return undefined;
  const verdict = access.principalOf(token);
  if (!verdict.ok) return refuseEntry(request, reply, verdict);
  if (!passes("see", verdict.principal)) return reply.redirect(`/f/#${token}`, 303);
  url.searchParams.delete("token");
  return reply.header("set-cookie", access.setCookie(token, caller)).redirect(url.pathname + url.search, 303);
};

/** @returns how many seconds an invited one must wait; the station's own token has no limit */
const overRate = (limits: { phone: RateLimit; screen: RateLimit }, gate: Gate, { inviteId }: Principal): number =>
  inviteId === undefined ? 0 : limits[gate === "phone" ? "phone" : "screen"].take(inviteId, performance.now());

/** Where phones call for help: that is heard even by a link that opens nothing any more. */
const callsAt = "POST /api/field/outbox";

/**
 * Lets nobody past who has no business there; what comes behind it knows as whom a request came in.
 * @param onStale what a link that opens nothing now brought to where phones call for help
 */
export const guard = (
  app: FastifyInstance,
  access: Access,
  onStale: (inviteId: string, body: unknown) => void,
): void => {
  const limits = { phone: new RateLimit(rates.phone), screen: new RateLimit(rates.screen) };
  app.decorateRequest("principal", undefined);
  app.decorateRequest("stale", undefined);
  app.addHook("onRequest", async (request, reply) => {
    const caller = callerOf(request.raw);
    const gate = gateOf(request.method, request.routeOptions.url);
    reply.headers(securityHeaders(caller, gate === "open" ? "phone" : "screen"));
    const isPage = request.method === "GET" && !request.url.startsWith("/api/");
    const place = access.checkPlace(caller, isPage ? "page" : "data");
    if (!place.ok) return refuseEntry(request, reply, place);
    if (gate === "open") return undefined;
    if (request.method === "GET") {
      const answered = signIn(request, reply, access, caller);
      if (answered !== undefined) return answered;
    }
    const verdict = access.checkToken(caller);
    if (!verdict.ok) {
      const { inviteId } = verdict.status === 401 ? verdict : {};
      if (
        verdict.status !== 401 ||
        inviteId === undefined ||
        `${request.method} ${request.routeOptions.url}` !== callsAt
      )
        return refuseEntry(request, reply, verdict);
      if (overRate(limits, gate, { role: "observer", inviteId }) > 0) return refuseEntry(request, reply, verdict);
      request.stale = verdict;
      return undefined;
    }
    if (!passes(gate, verdict.principal)) return refuseEntry(request, reply, notAllowed);
    const waitS = overRate(limits, gate, verdict.principal);
    if (waitS > 0) {
      reply.header("retry-after", String(waitS));
      return refuse(reply, 429, "too-many", `Too many requests by this link. Try again in ${waitS} s.`);
    }
    request.principal = verdict.principal;
    return undefined;
  });
  app.addHook("preHandler", async (request, reply) => {
    const { stale } = request;
    if (stale === undefined) return undefined;
    if (stale.inviteId !== undefined) onStale(stale.inviteId, request.body);
    return refuseEntry(request, reply, stale);
  });
};
