/** What somebody is in the search; decides what may be asked and seen. */
export const roles = ["coordinator", "pilot", "leader", "searcher", "observer"] as const;
export type Role = (typeof roles)[number];

/** As whom a request came in: what the token opens. The station's own token is a coordinator's. */
export interface Principal {
  readonly role: Role;
  readonly name?: string;
  readonly teamId?: string;
  readonly personId?: string;
  /** By which invitation; a link that only tells where a phone is has no other rights. */
  readonly inviteId?: string;
  readonly locateOnly?: boolean;
}
