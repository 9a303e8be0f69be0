import { type ThingKind, thingSchemas } from "./things.ts";

/**
 * Checks fields that somebody wants to write to a thing of a kind, each by its schema; `null` empties one.
 * @returns undefined where all are good, else which one isn't and why
 */
export const checkFields = (kind: ThingKind, fields: Readonly<Record<string, unknown>>): string | undefined => {
  const shape: Readonly<Record<string, { safeParse(value: unknown): { error?: { issues: readonly Issue[] } } }>> =
    thingSchemas[kind].shape;
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) continue;
    if (name === "removed") {
      if (typeof value !== "boolean") return "removed: must be true or false";
      continue;
    }
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (schema === undefined) return `${name}: a ${kind} has no such field`;
    const [issue] = schema.safeParse(value).error?.issues ?? [];
    if (issue !== undefined) return `${[name, ...issue.path.map(String)].join(".")}: ${issue.message}`;
  }
  return undefined;
};

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
