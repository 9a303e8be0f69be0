import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { TLSSocket } from "node:tls";
import type { Principal } from "../../../shared/incident/roles.ts";
import type { InviteLookUp } from "../incident/invites.ts";

/** What a request shows of where it comes from. */
export interface Caller {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly secFetchSite?: string | undefined;
  /** It came over TLS. */
  readonly secure: boolean;
  /** The port that it came to. */
  readonly port: number;
}

/** The headers that decide, as they came. */
export const callerOf = (request: IncomingMessage): Caller => ({
  host: request.headers.host,
  origin: request.headers.origin,
  authorization: request.headers.authorization,
  cookie: request.headers.cookie,
  secFetchSite: [request.headers["sec-fetch-site"]].flat()[0],
  secure: request.socket instanceof TLSSocket,
  port: request.socket.localPort ?? 0,
});

/** Why somebody may not come in. 401: no token, or one that opens nothing (any more). 403: no business here. */
export type Refusal =
  | {
      readonly ok: false;
      readonly status: 401;
      readonly code: "no-token" | "link-expired" | "link-revoked" | "link-old";
      /** Of a link that once opened something. */
      readonly inviteId?: string;
    }
  | { readonly ok: false; readonly status: 403; readonly code: "wrong-host" | "wrong-origin" | "not-allowed" };

export type PlaceVerdict = { readonly ok: true } | Refusal;
/** As whom a request comes in. */
export type TokenVerdict = { readonly ok: true; readonly principal: Principal } | Refusal;

/** How an invitation that doesn't open is refused. */
const staleCodes = { expired: "link-expired", revoked: "link-revoked", "other-incident": "link-old" } as const;

const inviteVerdict = (found: InviteLookUp): TokenVerdict =>
  found.state === "valid"
    ? { ok: true, principal: found.principal }
    : {
        ...{ ok: false, status: 401, code: staleCodes[found.state] },
        ...(found.inviteId === undefined ? {} : { inviteId: found.inviteId }),
      };

/** A new sign-in token: 192 random bits, safe in an address. */
export const makeToken = (): string => randomBytes(24).toString("base64url");

/** Compares in constant time whatever the lengths. */
const sameSecret = (given: string, expected: string): boolean => {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
};

/** Cookies know no ports, so each station on a machine has its own name for it. */
const cookieName = (port: number): string => `lantern-${port}`;

const cookieValue = (header: string | undefined, name: string): string | undefined => {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
};

/** @returns the host without its port, lower case; undefined where it isn't one */
const hostOnly = (host: string | undefined): string | undefined => {
  // An address's other parts (a user before an @, a path) have no place in a Host header.
  if (host === undefined || /[^\w.:[\]-]/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "");
};

/**
 * A page on the internet can let its own name resolve to this machine (DNS rebinding); then the browser sends that name as
 * Host. An address as such can't be rebound, and of names only this machine's own are good.
 */
const isOwnHost = (host: string | undefined, ownNames: ReadonlySet<string>): boolean => {
  const name = hostOnly(host);
  if (name === undefined) return false;
  return isIP(name) !== 0 || ownNames.has(name);
};

const isOwnOrigin = (caller: Caller): boolean => {
  if (caller.origin !== undefined) return caller.origin === `${caller.secure ? "https" : "http"}://${caller.host}`;
  return caller.secFetchSite === undefined || ["same-origin", "none"].includes(caller.secFetchSite);
};

export interface AccessOptions {
  /** The station's own: a coordinator's. */
  readonly token: string;
  readonly invites: { lookUp(token: string): InviteLookUp | undefined };
  readonly boundHost: string;
  /** More names that are this station's: those of its certificate. */
  readonly names?: readonly string[];
}

/** Decides who may come in, and as whom; the same for HTTP and for the WebSocket's upgrade. */
export class Access {
  readonly #options: AccessOptions;
  readonly #ownNames: ReadonlySet<string>;

  constructor(options: AccessOptions) {
    this.#options = options;
    const names = ["localhost", options.boundHost, hostname(), ...(options.names ?? [])];
    this.#ownNames = new Set(names.map((name) => name.toLowerCase()));
  }

  /** What a token opens, wherever it was shown. */
  principalOf(given: string | undefined): TokenVerdict {
    if (given === undefined) return { ok: false, status: 401, code: "no-token" };
    if (sameSecret(given, this.#options.token)) return { ok: true, principal: { role: "coordinator" } };
    const found = this.#options.invites.lookUp(given);
    return found === undefined ? { ok: false, status: 401, code: "no-token" } : inviteVerdict(found);
  }

  /** The host's name and the page it was asked from, without the token. A typed address or a followed link has no origin. */
  checkPlace(caller: Caller, kind: "page" | "data"): PlaceVerdict {
    if (!isOwnHost(caller.host, this.#ownNames)) return { ok: false, status: 403, code: "wrong-host" };
    if (kind === "data" && !isOwnOrigin(caller)) return { ok: false, status: 403, code: "wrong-origin" };
    return { ok: true };
  }

  checkToken(caller: Caller): TokenVerdict {
    const bearer = /^Bearer +(\S+)$/i.exec(caller.authorization ?? "")?.[1];
    return this.principalOf(bearer ?? cookieValue(caller.cookie, cookieName(caller.port)));
  }

  /** The cookie that an address with a token is exchanged for. */
  setCookie(token: string, { port, secure }: Caller): string {
    return `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
  }
}
