import { happenedMs } from "../hybrid-clock.ts";
import { type Thing, thingKey } from "../thing.ts";
import { reportNames } from "./names.ts";
import type { ReportFormat } from "./report-format.ts";
import type { ReportInput } from "./report-input.ts";

/** One line of what happened. */
export interface TimelineLine {
  readonly utcMs: number;
  readonly by: string;
  readonly what: string;
}

/** Bookkeeping that would hide what happened: a hundred segments of one division are one line. */
const gathered: ReadonlySet<string> = new Set(["segment", "person", "team", "vote", "dataset"]);

/** Two events of one kind by one author within this time are told as one, where they are bookkeeping. */
const togetherMs = 120_000;

/** The whole log in words, oldest first. What people decided about heat sources is in it. */
export const timeline = (input: ReportInput, { words, percent }: ReportFormat): readonly TimelineLine[] => {
  const names = reportNames(input);
  const byKey = new Map<string, Thing>(input.things.map((thing) => [thingKey(thing.kind, thing.id), thing]));
  const known = new Set<string>();
  const told: (TimelineLine & { readonly group?: string; readonly count: number })[] = [];

  for (const event of input.events.toSorted((a, b) => happenedMs(a) - happenedMs(b))) {
    const { body, author } = event;
    const key = thingKey(body.thing, body.thingId);
    const thing = byKey.get(key);
    const name = thing === undefined ? body.thingId : names.thing(thing);
    const utcMs = happenedMs(event);
    if (body.kind === "step") {
      const what = [words.things[body.thing], name, "–", words.steps[body.step], body.text].filter(Boolean).join(" ");
      told.push({ utcMs, by: author.name, what, count: 1 });
      continue;
    }
    const isNew = !known.has(key);
    known.add(key);
    const phase = "phase" in body.fields && body.thing === "incident" ? body.fields.phase : undefined;
    const ended =
      "removed" in body.fields && body.fields.removed === true ? words.removedThing : isNew ? undefined : words.changed;
    const subject = isNew ? words.made[body.thing] : words.things[body.thing];
    const what = [subject, name, ...(phase ? [`– ${words.phases[phase]}`] : ended === undefined ? [] : [`(${ended})`])]
      .filter(Boolean)
      .join(" ");
    const group = gathered.has(body.thing) ? `${body.thing} ${ended ?? ""} ${author.id}` : undefined;
    const last = told.at(-1);
    if (group !== undefined && last?.group === group && utcMs - last.utcMs < togetherMs) {
      const count = last.count + 1;
      told[told.length - 1] = {
        ...last,
        count,
        what: `${subject}${ended === undefined ? "" : ` (${ended})`}: ${words.several(count)}`,
      };
      continue;
    }
    told.push({ utcMs, by: author.name, what, count: 1, ...(group === undefined ? {} : { group }) });
  }

  const decided = input.heat.flatMap((heat) =>
    heat.decidedUtcMs === undefined || heat.state === "new"
      ? []
      : [
          {
            utcMs: heat.decidedUtcMs,
            by: heat.by ?? "",
            what: `${words.natures.heat} ${heat.number}: ${words.heatStates[heat.state]}${
              heat.personProbability === undefined ? "" : ` (${words.person} ${percent(heat.personProbability)})`
            }`,
          },
        ],
  );
  return [...told.map(({ utcMs, by, what }) => ({ utcMs, by, what })), ...decided].sort((a, b) => a.utcMs - b.utcMs);
};
