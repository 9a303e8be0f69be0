import { nextAssignmentNumber, nextClueNumber, numbersOf } from "../../../shared/incident/next-numbers.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Principal } from "../../../shared/incident/roles.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { segmentNames } from "../../../shared/search/segments/segment-names.ts";
import type { Put } from "./check-put.ts";

type Fields = Put["fields"];

export interface NewFieldsOptions {
  readonly things: ReadonlyMap<string, Thing>;
  /** All that are about to be written. */
  readonly puts: readonly Put[];
  /** Who reports. */
  readonly by: string;
  readonly principal: Principal | undefined;
  readonly utcMs: number;
}

/** The operational period that the incident is in. */
const periodOf = (things: ReadonlyMap<string, Thing>): number => ofKind(things, "incident")[0]?.fields.period ?? 1;

/** What new things have that nobody said: numbers one after another, names, where they come from. What was said stands. */
export class NewFields {
  readonly #options: NewFieldsOptions;
  readonly #numbers: { readonly assignment: number[]; readonly clue: number[] };
  #names: string[] | undefined;

  constructor(options: NewFieldsOptions) {
    const { things } = options;
    this.#options = options;
    this.#numbers = { assignment: [...numbersOf(things, "assignment")], clue: [...numbersOf(things, "clue")] };
  }

  of({ thing, fields }: Put): Fields {
    const { things, by, principal, utcMs } = this.#options;
    switch (thing) {
      case "assignment": {
        const period = typeof fields.period === "number" ? fields.period : periodOf(things);
        const number = this.#number("assignment", fields, nextAssignmentNumber(this.#numbers.assignment, period));
        return { ...fields, period, number };
      }
      case "clue": {
        const number = this.#number("clue", fields, nextClueNumber(this.#numbers.clue));
        return { state: "new", utcMs, reporter: by, ...fields, number };
      }
      case "segment":
        return fields.name === undefined ? { ...fields, name: this.#name() } : fields;
      case "question":
        return { state: "open", ...fields };
      case "message": {
        const team = principal?.teamId === undefined ? {} : { fromTeamId: principal.teamId };
        return { nature: "chat", ...team, ...fields };
      }
      default:
        return fields;
    }
  }

  #number(kind: "assignment" | "clue", { number }: Fields, next: number): number {
    const given = typeof number === "number" ? number : next;
    this.#numbers[kind].push(given);
    return given;
  }

  #name(): string {
    this.#names ??= this.#freeNames();
    return this.#names.pop() ?? "";
  }

  /** Enough for all that are about to be written, the first one last. */
  #freeNames(): string[] {
    const { things, puts } = this.#options;
    const segments = [...ofKind(things, "segment"), ...puts.filter(({ thing }) => thing === "segment")];
    const taken = segments.flatMap(({ fields }) => (typeof fields.name === "string" ? [fields.name] : []));
    return segmentNames(puts.length, taken).toReversed();
  }
}
