import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { findBrowser } from "../../../../electron/station/reports/find-browser.ts";
import { printPdf } from "../../../../electron/station/reports/print-pdf.ts";
import { afterActionReport } from "../../../../shared/incident/report/after-action.ts";
import { reportScene } from "../../../support/report-scene.ts";

const leftBehind = () => readdirSync(tmpdir()).filter((name) => name.startsWith("lantern-print-"));

describe.skipIf(findBrowser() === undefined)("printing (else: no Chromium, Chrome or Edge here)", () => {
  it("makes a PDF of several pages from the report as it is, in Chinese too, and leaves nothing behind", async () => {
    const before = leftBehind();

    const result = await printPdf(afterActionReport(reportScene({ language: "zh-CN" })));

    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    const text = Buffer.from(result.pdf).toString("latin1");
    expect(text.startsWith("%PDF-")).toBe(true);
    expect(text.match(/\/Type ?\/Page\b/g)?.length ?? 0).toBeGreaterThan(1);
    expect(leftBehind().filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe("printing", () => {
  it("says what to do where the browser fails", async () => {
    const result = await printPdf("<p>", { browser: "/bin/false" });

    expect(result).toMatchObject({ ok: false, code: "print-failed" });
  });

  it("gives up on one that hangs", async () => {
    // Called with the browser's options it waits for its input for ever.
    const result = await printPdf("<p>", { browser: new URL("hang.mjs", import.meta.url).pathname, patienceMs: 300 });

    expect(result).toMatchObject({ ok: false, code: "print-failed" });
  });
});
