import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { Scenario } from "./scenario.ts";

export type LoadedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly fault: ScenarioFault };

export interface ScenarioFault {
  readonly code: "file-missing" | "file-unreadable" | "not-json" | "wrong-field";
  /** For people: which file, which field or line, what is wrong and what to do. */
  readonly detail: string;
}

/** The built-in scenario: a lost elder near Linghu. Its path also serves as the example to copy from. */
export const defaultScenarioPath: string = fileURLToPath(new URL("./scenarios/linghu-night.json", import.meta.url));

/** Reads and checks a scenario file; a malformed one gives a fault that names the field, or the line where the JSON breaks. */
export const loadScenario = async (path: string): Promise<LoadedScenario> => {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    return { ok: false, fault: readFault(path, error) };
  }
  return parseScenario(text, path);
};

/** The same for text already at hand; `path` is only named in faults. */
export const parseScenario = (text: string, path: string): LoadedScenario => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, fault: { code: "not-json", detail: jsonFault(text, path, error) } };
  }
  const parsed = Scenario.safeParse(value);
  if (parsed.success) return { ok: true, scenario: parsed.data };
  const problems = parsed.error.issues.slice(0, 5).map((issue) => describeIssue(issue, value));
  const more = parsed.error.issues.length > 5 ? ` (and ${parsed.error.issues.length - 5} more)` : "";
  const detail = `${path}: ${problems.join("; ")}${more}; see ${defaultScenarioPath} for a scenario that works`;
  return { ok: false, fault: { code: "wrong-field", detail } };
};

const readFault = (path: string, error: unknown): ScenarioFault => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return { code: "file-missing", detail: `${path}: there is no such file; check the path` };
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: "file-unreadable",
    detail: `${path}: cannot be read (${reason}); give the path of a scenario's JSON file`,
  };
};

const jsonFault = (text: string, path: string, error: unknown): string => {
  const reason = error instanceof Error ? error.message : String(error);
  if (text.trim() === "") return `${path}: the file is empty; see ${defaultScenarioPath} for a scenario that works`;
  const named = /line (\d+) column (\d+)/.exec(reason);
  const position = /position (\d+)/.exec(reason)?.[1];
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split("\n");
  const line = named?.[1] ?? String(before.length);
  const column = named?.[2] ?? String((before.at(-1)?.length ?? 0) + 1);
  const shown = text.split("\n")[Number(line) - 1]?.trim().slice(0, 60) ?? "";
  return `${path}: line ${line}, column ${column} is not valid JSON near "${shown}"; a comma, quote or bracket is missing or too many`;
};

const fieldName = (path: readonly PropertyKey[]): string => {
  const name = path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
  return name === "" ? "the file" : name;
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown => {
  let here = value;
  for (const part of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = Reflect.get(here, part);
  }
  return here;
};

const typeName = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "string") return `string "${value.slice(0, 40)}"`;
  return typeof value === "object" ? "object" : `${typeof value} ${String(value)}`;
};

const describeIssue = (issue: z.core.$ZodIssue, value: unknown): string => {
  const field = fieldName(issue.path);
  const found = typeName(valueAt(value, issue.path));
  switch (issue.code) {
    case "invalid_type":
      return `${field}: expected ${issue.expected}, got ${found}`;
    case "unrecognized_keys":
      return issue.keys.map((key) => `${fieldName([...issue.path, key])}: unknown field`).join("; ");
    case "invalid_value":
      return `${field}: expected ${issue.values.map((entry) => `"${String(entry)}"`).join(" or ")}, got ${found}`;
    case "too_small":
      return `${field}: must be at least ${issue.minimum}, got ${found}`;
    case "too_big":
      return `${field}: must be at most ${issue.maximum}, got ${found}`;
    default:
      return `${field}: ${issue.message}, got ${found}`;
  }
};
