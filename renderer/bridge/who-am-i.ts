import { type Role, roles } from "../../shared/incident/roles.ts";

/** What `GET /api/me` says of the token that this screen came in with. */
export interface Me {
  readonly role: Role;
  readonly name?: string;
  readonly teamId?: string;
  readonly personId?: string;
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** Reads the answer; undefined where it names no role that is known here. */
export const readMe = (body: unknown): Me | undefined => {
  if (typeof body !== "object" || body === null) return undefined;
  const loose = body as Readonly<Record<string, unknown>>;
  const role = roles.find((known) => known === loose.role);
  if (role === undefined) return undefined;
  const [name, teamId, personId] = [textOf(loose.name), textOf(loose.teamId), textOf(loose.personId)];
  return {
    role,
    ...(name === undefined ? {} : { name }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(personId === undefined ? {} : { personId }),
  };
};

/** @returns undefined where the station doesn't say */
export const askWhoIAm = async (fetchFunction: typeof fetch): Promise<Me | undefined> => {
  try {
    const response = await fetchFunction("/api/me", { credentials: "same-origin" });
    return response.ok ? readMe(await response.json()) : undefined;
  } catch {
    return undefined;
  }
};
