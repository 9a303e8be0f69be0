import { Html, type HtmlPart, html } from "./html.ts";
import { reportCss } from "./report-css.ts";
import type { ReportFormat } from "./report-format.ts";
import { type ReportInput, thingsOfKind } from "./report-input.ts";

/** What is over every sheet: the incident, what the sheet is, when and in what zone it was printed. */
export const sheetHead = (input: ReportInput, { words, time }: ReportFormat, title: string): Html => {
  const incident = thingsOfKind(input, "incident")[0];
  const exercise = thingsOfKind(input, "team").some(({ fields }) => fields.simulated === true);
  return html`<div class="head"><h1>${title}<br><small>${incident?.fields.name}</small></h1><small>${words.page}<br>${words.printed} ${time(input.printedUtcMs)}<br>${words.times}: ${input.timeZone}</small></div>${exercise && html`<p class="warn">${words.simulated}</p>`}`;
};

/** What such a document may do, wherever it is opened: show its own style and the pictures within it, and nothing else. */
export const documentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Photos as far as they are at hand, else how many there are. @param ids of files */
export const photosOf = (
  { photos = {} }: ReportInput,
  { words }: ReportFormat,
  ids: readonly string[] = [],
): HtmlPart => {
  // Phones choose their photos' ids: one may be the name of what every object has.
  const there = ids.flatMap((id) => (Object.hasOwn(photos, id) ? (photos[id] ?? []) : []));
  if (there.length === 0) return ids.length === 0 ? undefined : ids.length;
  const pictures = there.map((uri, i) => html`<img class="photo" src="${uri}" alt="${words.form.photos} ${i + 1}">`);
  return html`${there.length < ids.length && html`${there.length} / ${ids.length}<br>`}${pictures}`;
};

/** A whole document; the only style is the one in it, and there is no script. */
export const documentOf = ({ language }: ReportInput, title: string, body: HtmlPart): string =>
  `<!doctype html>${
    html`<html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${documentPolicy}"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${new Html(reportCss)}</style></head><body>${body}</body></html>`
      .text
  }`;

/** A table, or a word where there is nothing. */
export const table = (
  heads: readonly string[],
  rows: readonly (readonly HtmlPart[])[],
  none: string,
  numeric: readonly number[] = [],
): Html =>
  rows.length === 0
    ? html`<p>${none}</p>`
    : html`<table><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows.map(
        (row) =>
          html`<tr>${row.map((cell, i) => html`<td${numeric.includes(i) && new Html(' class="n"')}>${cell}</td>`)}</tr>`,
      )}</tbody></table>`;
