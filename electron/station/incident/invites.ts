import { createHash } from "node:crypto";
import type { Principal, Role } from "../../../shared/incident/roles.ts";
import { type Thing, thingKey } from "../../../shared/incident/thing.ts";
import type { KeptThings } from "../kept-things.ts";

/** What the record keeps of an invitation: never the secret, only its hash. */
interface KeptInvite {
  readonly hash: string;
}

/** What a token opens now, or why nothing. */
export type InviteLookUp =
  | { readonly state: "valid"; readonly principal: Principal }
  | { readonly state: "expired" | "revoked" | "other-incident"; readonly inviteId?: string };

export interface InvitesOptions {
  readonly kept: Pick<KeptThings, "all" | "keep">;
  /** Of the incident that is shown. */
  readonly things: () => ReadonlyMap<string, Thing>;
  /** The computer's, whatever a scenario's clock says: phones live by it. */
  readonly utcMs: () => number;
  /** A new secret, safe in an address. */
  readonly makeToken: () => string;
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");

const isKeptInvite = (value: unknown): value is KeptInvite =>
  typeof value === "object" && value !== null && "hash" in value && typeof value.hash === "string";

/**
 * Ways in by a link or a QR code. Whom one lets in and until when stands in the incident's log, where coordinators change
 * it; which secret belongs to it only the record knows, as a hash. So an invitation opens nothing at another station, nor
 * while another incident is shown.
 */
export class Invites {
  readonly #options: InvitesOptions;
  #known: ReadonlyMap<string, unknown> | undefined;
  #idByHash: ReadonlyMap<string, string> = new Map();

  constructor(options: InvitesOptions) {
    this.#options = options;
  }

  /**
   * A new secret for an invitation of the log; the one before, if any, opens nothing from now on.
   * @returns the token, which is told once and kept nowhere
   */
  issue(
    inviteId: string,
  ): { readonly ok: true; readonly token: string } | { readonly ok: false; readonly detail: string } {
    const token = this.#options.makeToken();
    const kept = this.#options.kept.keep("invite", inviteId, { hash: hashOf(token) } satisfies KeptInvite);
    return kept.ok ? { ok: true, token } : kept;
  }

  /** When one that is made now ends. */
  expiresUtcMs(validH: number): number {
    return this.#options.utcMs() + validH * 3_600_000;
  }

  /** @returns undefined for a text that is no invitation's token */
  lookUp(token: string): InviteLookUp | undefined {
    const inviteId = this.#ids().get(hashOf(token));
    return inviteId === undefined ? undefined : this.standing(inviteId);
  }

  /** What somebody who came in by it may still do. */
  standing(inviteId: string): InviteLookUp {
    const thing = this.#options.things().get(thingKey("invite", inviteId));
    if (thing?.kind !== "invite") return { state: "other-incident", inviteId };
    const { fields } = thing;
    if (fields.revoked === true || fields.removed === true) return { state: "revoked", inviteId };
    if (fields.expiresUtcMs === undefined || fields.expiresUtcMs <= this.#options.utcMs())
      return { state: "expired", inviteId };
    return { state: "valid", principal: principalOf(inviteId, fields) };
  }

  #ids(): ReadonlyMap<string, string> {
    const kept = this.#options.kept.all("invite");
    if (kept !== this.#known) {
      this.#known = kept;
      this.#idByHash = new Map([...kept].flatMap(([id, value]) => (isKeptInvite(value) ? [[value.hash, id]] : [])));
    }
    return this.#idByHash;
  }
}

const principalOf = (inviteId: string, fields: (Thing & { readonly kind: "invite" })["fields"]): Principal => {
  const { purpose, role = "searcher", name, teamId, personId } = fields;
  // Who only tells a place is in no role at all; the least of them stands for it.
  const given: Role = purpose === "locate" ? "searcher" : role;
  return {
    role: given,
    inviteId,
    ...(name === undefined ? {} : { name }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(personId === undefined ? {} : { personId }),
    ...(purpose === "locate" ? { locateOnly: true } : {}),
  };
};

/** Where an invitation leads: who walks gets the phone page, with the secret where no log and no Referer has it. */
export const inviteUrl = (origin: string, token: string, principal: Pick<Principal, "role" | "locateOnly">): string =>
  opensPhonePage(principal) ? `${origin}/f/#${token}` : `${origin}/?token=${token}`;

/** Searchers and leaders walk with a phone; a leader may open the whole map with the same link, too. */
const opensPhonePage = ({ role, locateOnly }: Pick<Principal, "role" | "locateOnly">): boolean =>
  locateOnly === true || role === "searcher" || role === "leader";
