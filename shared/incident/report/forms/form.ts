import { type Html, type HtmlPart, html } from "../html.ts";
import { sheetHead } from "../page.ts";
import type { ReportFormat } from "../report-format.ts";
import type { ReportInput } from "../report-input.ts";

export const formNames = ["ics-201", "ics-204", "ics-209", "ics-214", "sar-104", "clue-sheet"] as const;
export type FormName = (typeof formNames)[number];

/** One box of a form, numbered as on the paper one; it takes so many of six columns. */
export interface FormBox {
  readonly label: string;
  readonly content: HtmlPart;
  readonly width?: 2 | 3 | 4 | 6;
}

/** One sheet of a form. A box without content stays empty, to be filled by hand. */
export const formSheet = (input: ReportInput, format: ReportFormat, name: FormName, boxes: readonly FormBox[]): Html =>
  html`<section class="sheet">${sheetHead(input, format, format.words.forms[name])}<div class="form">${boxes.map(
    ({ label, content, width = 6 }, i) =>
      html`<div class="w${width}"><div class="label">${i + 1}. ${label}</div>${content}</div>`,
  )}</div></section>`;
