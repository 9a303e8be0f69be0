import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";

/** What a request shows of where it comes from. */
export interface Caller {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly secFetchSite?: string | undefined;
}

/** The headers that decide, as they came. */
export const callerOf = (request: IncomingMessage): Caller => ({
  host: request.headers.host,
  origin: request.headers.origin,
  authorization: request.headers.authorization,
  cookie: request.headers.cookie,
  secFetchSite: [request.headers["sec-fetch-site"]].flat()[0],
});

/** Whether a request may come in. */
export type AccessVerdict =
  | { readonly ok: true }
  /** 401: no token, or a wrong one. 403: a name or a page that has no business here. */
  | { readonly ok: false; readonly status: 401 | 403; readonly code: "no-token" | "wrong-host" | "wrong-origin" };

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
const isOwnHost = (host: string | undefined, boundHost: string): boolean => {
  const name = hostOnly(host);
  if (name === undefined) return false;
  return (
    isIP(name) !== 0 || name === "localhost" || name === boundHost.toLowerCase() || name === hostname().toLowerCase()
  );
};

const isOwnOrigin = (caller: Caller): boolean => {
  if (caller.origin !== undefined) return caller.origin === `http://${caller.host}`;
  return caller.secFetchSite === undefined || ["same-origin", "none"].includes(caller.secFetchSite);
};

export interface AccessOptions {
  readonly token: string;
  readonly boundHost: string;
  /** Known once the port is bound. */
  readonly port: () => number;
}

/** Decides who may come in; the same for HTTP and for the WebSocket's upgrade. */
export class Access {
  readonly #options: AccessOptions;

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  isToken(given: string): boolean {
    return sameSecret(given, this.#options.token);
  }

  /** The host's name and the page it was asked from, without the token. A typed address or a followed link has no origin. */
  checkPlace(caller: Caller, kind: "page" | "data"): AccessVerdict {
    if (!isOwnHost(caller.host, this.#options.boundHost)) return { ok: false, status: 403, code: "wrong-host" };
    if (kind === "data" && !isOwnOrigin(caller)) return { ok: false, status: 403, code: "wrong-origin" };
    return { ok: true };
  }

  checkToken(caller: Caller): AccessVerdict {
    const bearer = /^Bearer +(\S+)$/i.exec(caller.authorization ?? "")?.[1];
    const given = bearer ?? cookieValue(caller.cookie, cookieName(this.#options.port()));
    if (given !== undefined && this.isToken(given)) return { ok: true };
    return { ok: false, status: 401, code: "no-token" };
  }

  /** The cookie that the printed address is exchanged for. */
  setCookie(): string {
    const { port, token } = this.#options;
    return `${cookieName(port())}=${token}; Path=/; HttpOnly; SameSite=Strict`;
  }
}
