import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";
import { verifyRecord } from "../../record/verify-record.ts";
import { recogniseFile } from "../package/recognise-file.ts";
import { verifyPackage } from "../package/verify-package.ts";
import { cannotRead } from "../reading/read-log.ts";
import { verifyLog } from "./verify-log.ts";

const verifyPath = async (path: string): Promise<VerifyAnswer> => {
  try {
    if ((await stat(path)).isDirectory()) return await verifyRecord(path);
    const { kind } = await recogniseFile(path);
    if (kind === "package") return await verifyPackage(path);
    const checked = await verifyLog(path);
    return { ok: checked.ok, checked: [checked] };
  } catch (error) {
    return {
      ok: false,
      checked: [{ name: basename(path), ok: false, records: 0, fault: cannotRead(path, error).detail }],
    };
  }
};

const text = (path: string, { ok, checked }: VerifyAnswer): string =>
  [
    `${path}: ${ok ? "nothing is wrong" : "NOT WHOLE"}`,
    ...checked.map(
      ({ name, records, fault }) =>
        `  ${fault === undefined ? "ok " : "BAD"} ${name}, ${records} records${fault === undefined ? "" : `: ${fault}`}`,
    ),
    "",
  ].join("\n");

/**
 * Checks logs and record folders, and names the first bad record of each.
 * @returns the exit code, 1 where anything is wrong or can't be read
 */
export const printVerify = async (paths: readonly string[], { json }: { readonly json: boolean }): Promise<number> => {
  const answers: (VerifyAnswer & { readonly path: string })[] = [];
  for (const path of paths) answers.push({ path, ...(await verifyPath(path)) });
  if (json) process.stdout.write(`${JSON.stringify(answers.length === 1 ? answers[0] : answers, undefined, 2)}\n`);
  else for (const answer of answers) process.stdout.write(text(answer.path, answer));
  return answers.every(({ ok }) => ok) ? 0 : 1;
};
