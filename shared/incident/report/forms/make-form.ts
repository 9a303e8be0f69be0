import { html } from "../html.ts";
import { documentOf } from "../page.ts";
import { reportFormat } from "../report-format.ts";
import { type ReportInput, thingsOfKind } from "../report-input.ts";
import { clueSheet, sar104 } from "./field-forms.ts";
import type { FormName } from "./form.ts";
import { ics201, ics204, ics209, ics214 } from "./incident-forms.ts";

/**
 * A form, filled with what is known, as a whole HTML document.
 * @param only of SAR 104 the assignment's id, of a clue sheet the clue's, of ICS 214 "team/ID" or "person/ID"; absent: all of them
 */
export const makeForm = (input: ReportInput, name: FormName, only?: string): string => {
  const format = reportFormat(input);
  const { words } = format;
  const sheets = () => {
    switch (name) {
      case "ics-201":
        return ics201(input, format);
      case "ics-204":
        return ics204(input, format);
      case "ics-209":
        return ics209(input, format);
      case "ics-214":
        return ics214(input, format, only);
      case "sar-104":
        return thingsOfKind(input, "assignment")
          .filter(({ id }) => only === undefined || id === only)
          .map((assignment) => sar104(input, format, assignment));
      case "clue-sheet":
        return thingsOfKind(input, "clue")
          .filter(({ id }) => only === undefined || id === only)
          .map((clue) => clueSheet(input, format, clue));
    }
  };
  const body = sheets();
  const isEmpty = Array.isArray(body) && body.length === 0;
  return documentOf(input, words.forms[name], isEmpty ? html`<p>${words.none}</p>` : body);
};
