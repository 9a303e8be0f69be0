import { describe, expect, test } from "vitest";
import { mayBePerson } from "../../../shared/heat/person-alarm.ts";
import { judgePerson, personConstants } from "../../../shared/heat/person-probability.ts";
import { fitConstants } from "../../support/evidence/fit-constants.ts";
import { recordedEvidence } from "../../support/evidence/recorded-evidence.ts";

/** The limits were chosen on the other half. */
const isHeldBack = ({ seed }: { readonly seed: number }): boolean => (seed >> 1) % 2 === 0;

const rows = recordedEvidence();
/** What is said of a source by constants that never saw its flight. */
const constants = fitConstants(
  rows.filter((row) => !isHeldBack(row)),
  personConstants.motion,
);

/** Of the sources of flights that were held back: which ring at some time. */
const ringing = (worded: boolean, isPerson: boolean) => {
  const rings = new Map<string, boolean>();
  for (const row of rows) {
    if (!isHeldBack(row) || row.worded !== worded || row.isPerson !== isPerson) continue;
    const { probability, evidence } = judgePerson(row, constants);
    // "/k": the network's words of one flight were drawn several times.
    const id = `${row.seed} ${row.source}`;
    rings.set(id, rings.get(id) === true || mayBePerson({ personProbability: probability, evidence }));
  }
  const partOf = (all: Iterable<boolean>) => [...all].filter(Boolean).length / [...all].length;
  const persons = new Map<string, boolean>();
  for (const [id, does] of rings) {
    const person = id.replace(/ [^/]*/, " ");
    persons.set(person, persons.get(person) === true || does);
  }
  return { sources: partOf([...rings.values()]), persons: partOf([...persons.values()]), count: rings.size };
};

describe("what calls people", () => {
  test("is nearly every person that the network looked at, and a quarter of all else at most", () => {
    const people = ringing(true, true);

    expect(people.count).toBeGreaterThan(150);
    expect(people.sources).toBeGreaterThanOrEqual(0.985);
    expect(ringing(true, false).sources).toBeLessThan(0.25);
  });

  test("is every person where no network looked, though not all that is warm", () => {
    const people = ringing(false, true);

    expect(people.count).toBeGreaterThan(50);
    expect(people.persons).toBe(1);
    expect(people.sources).toBeGreaterThanOrEqual(0.98);
    expect(ringing(false, false).sources).toBeLessThan(0.85);
  });

  test("is what nobody judged", () => {
    expect(mayBePerson({})).toBe(true);
  });

  test("is somebody of whom only the head shows, as long as no network looked", () => {
    const head = { networkLogits: [], looks: 1, sizeM: 0.35, pixelM: 0.08, contrastK: 4, peakK: 294 };
    const { probability, evidence } = judgePerson(head);

    expect(mayBePerson({ personProbability: probability, evidence })).toBe(true);
    expect(mayBePerson({ personProbability: probability, evidence: { ...evidence, network: -3 } })).toBe(false);
  });
});
