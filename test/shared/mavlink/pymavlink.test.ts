import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeMessage, FrameWriter } from "../../../shared/mavlink/codec.ts";
import { dialect } from "../../../shared/mavlink/dialect.ts";
import type { Frame } from "../../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { arbitraryFields, messageNameOf } from "../../support/arbitrary-message.ts";

/** Another Python than the first in the path may be named, such as that of a virtual environment with pymavlink. */
const python = process.env.LANTERN_PYTHON ?? "python3";
const hasPymavlink = spawnSync(python, ["-c", "import pymavlink"]).status === 0;

/** Extension fields that one side has and the other hasn't yet: then what comes back may lack them. */
const sameFields = (name: string, wireNames: string): boolean => {
  const spec = dialect().specOfName.get(name);
  return spec?.fields.map((field) => field.wireName).join() === wireNames;
};

const decodeHex = (frameHex: string) => {
  const decoded: unknown[] = [];
  new FrameScanner().push(new Uint8Array(Buffer.from(frameHex, "hex")), (frame: Frame) =>
    decoded.push(decodeMessage(frame)),
  );
  return decoded[0];
};

test("pymavlink reads every message as we write it, and writes it as we read it", ({ skip }) => {
  if (!hasPymavlink) return skip("pymavlink isn't installed for python3 (or for LANTERN_PYTHON)");
  const writer = new FrameWriter({ systemId: 1, componentId: 1 });
  const written = dialect().specs.map((spec) => {
    const [fields = {}] = fc.sample(arbitraryFields(spec), { numRuns: 1, seed: 11 });
    return { name: spec.name, hex: Buffer.from(writer.write(messageNameOf(spec), fields)).toString("hex") };
  });

  const script = fileURLToPath(new URL("../../support/repack-frames.py", import.meta.url));
  const answers = execFileSync(python, [script], { input: written.map(({ hex }) => hex).join("\n"), encoding: "utf8" });

  let compared = 0;
  for (const [index, answer] of answers.trim().split("\n").entries()) {
    const [name = "-", wireNames = "", hex = ""] = answer.split(" ");
    if (name === "-") continue;
    expect(name).toBe(written[index]?.name);
    if (!sameFields(name, wireNames)) continue;
    expect(decodeHex(hex)).toEqual(decodeHex(written[index]?.hex ?? ""));
    compared++;
  }
  expect(compared).toBeGreaterThan(250);
});
