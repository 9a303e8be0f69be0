import { ofKind } from "../../../shared/incident/of-kind.ts";
import { type Role, roles } from "../../../shared/incident/roles.ts";
import type { Things } from "./things-context.tsx";

/** Whom one can name with "@". */
export interface Mentionable {
  readonly kind: "team" | "person" | "role";
  readonly id: string;
  readonly name: string;
}

/** Teams first, then roles, then people: so are they mostly called. @param roleName in the writer's language */
export const mentionables = (things: Things, roleName: (role: Role) => string): readonly Mentionable[] => [
  ...ofKind(things, "team").map(({ id, fields }) => ({ kind: "team", id, name: fields.name ?? id }) as const),
  ...roles.map((role) => ({ kind: "role", id: role, name: roleName(role) }) as const),
  ...ofKind(things, "person").map(({ id, fields }) => ({ kind: "person", id, name: fields.name ?? id }) as const),
];

/** The name that is being typed at the cursor, without its "@"; undefined where none is. Names may have blanks in them. */
export const typedMention = (text: string, cursor: number): string | undefined => {
  const at = text.lastIndexOf("@", cursor - 1);
  if (at < 0) return undefined;
  const before = text[at - 1];
  // An address is no mention.
  if (before !== undefined && /[A-Za-z0-9]/.test(before)) return undefined;
  const typed = text.slice(at + 1, cursor);
  return typed.length <= 40 && !/[\n@,，。;；]/.test(typed) ? typed : undefined;
};

/** As many as fit without scrolling. */
const mostOffered = 6;

/** Who fits what was typed: names that begin with it first. */
export const offeredMentions = (typed: string, all: readonly Mentionable[]): readonly Mentionable[] => {
  const wanted = typed.toLowerCase();
  const found = all.filter(({ name }) => name.toLowerCase().includes(wanted));
  const begins = ({ name }: Mentionable) => Number(!name.toLowerCase().startsWith(wanted));
  return found.toSorted((a, b) => begins(a) - begins(b)).slice(0, mostOffered);
};

/** The text with the name put in for what was typed, and where the cursor goes. */
export const completeMention = (
  text: string,
  cursor: number,
  { name }: Mentionable,
): { readonly text: string; readonly cursor: number } => {
  const at = text.lastIndexOf("@", cursor - 1);
  const head = `${text.slice(0, at)}@${name} `;
  return { text: head + text.slice(cursor).trimStart(), cursor: head.length };
};

/** Whom a text names. The longest name counts: "@Team 12" is not Team 1. */
export const mentionedIn = (
  text: string,
  all: readonly Mentionable[],
): { readonly teamIds: string[]; readonly personIds: string[]; readonly roles: Role[] } => {
  const longestFirst = all.toSorted((a, b) => b.name.length - a.name.length);
  const found = new Set<Mentionable>();
  let rest = text.toLowerCase();
  for (const one of longestFirst) {
    const sign = `@${one.name.toLowerCase()}`;
    if (!rest.includes(sign)) continue;
    found.add(one);
    rest = rest.replaceAll(sign, "\n");
  }
  const ids = (kind: Mentionable["kind"]) => [...found].filter((one) => one.kind === kind).map(({ id }) => id);
  return {
    teamIds: ids("team"),
    personIds: ids("person"),
    roles: roles.filter((role) => ids("role").includes(role)),
  };
};
