import { afterEach, describe, expect, it } from "vitest";
import { LookBook } from "../../../../electron/station/search/look-book.ts";
import { looksFromBytes } from "../../../../electron/station/search/look-bytes.ts";
import { incidentRig } from "../../../support/incident-rig.ts";
import { buildLook } from "../../../support/search-spec.ts";

const remove: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of remove.splice(0)) await one();
});

const newLook = (northM: number) => {
  const { lookMs: _lookMs, ...look } = buildLook(northM, 0);
  return look;
};

describe("the book of what was looked at", () => {
  it("gives back what was kept, in its order, with a clock that goes on after a restart", () => {
    const rig = incidentRig();
    remove.push(rig.remove);
    const archive = () => rig.record.incidents;
    const first = new LookBook({ clock: rig.clock, archive });
    expect(first.open("i")).toEqual([]);
    for (const n of [0, 10, 20]) {
      rig.clock.now += 1_000;
      first.add(newLook(n));
      expect(first.flush()).toBeDefined();
    }

    // The next run's clock begins anew.
    rig.clock.now = 5;
    const second = new LookBook({ clock: rig.clock, archive });
    const before = second.open("i").flatMap(looksFromBytes);
    second.add(newLook(30));
    second.flush();
    const all = second.open("i").flatMap(looksFromBytes);

    const times = all.map(({ lookMs }) => lookMs);
    expect(before).toHaveLength(3);
    expect(all).toHaveLength(4);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect((times[3] ?? 0) - (times[2] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  it("keeps each incident's looks apart", () => {
    const rig = incidentRig();
    remove.push(rig.remove);
    const book = new LookBook({ clock: rig.clock, archive: () => rig.record.incidents });
    book.open("one");
    book.add(newLook(0));

    expect(book.open("two")).toEqual([]);
    expect(book.open("one").flatMap(looksFromBytes)).toHaveLength(1);
  });

  it("holds what the disk doesn't take, and keeps it in its order when it does", () => {
    const rig = incidentRig();
    remove.push(rig.remove);
    let full = true;
    const { incidents } = rig.record;
    const refusing = {
      appendLooks: () => ({ ok: false, fault: { code: "disk-full", detail: "" } }) as const,
      looks: () => [],
    };
    const archive = () => (full ? { ...incidents, ...refusing } : incidents) as typeof incidents;
    const book = new LookBook({ clock: rig.clock, archive });
    book.open("i");
    for (const n of [0, 10]) {
      book.add(newLook(n));
      // The map has it all the same.
      expect(book.flush()).toBeDefined();
    }

    full = false;
    book.add(newLook(20));
    book.flush();

    const kept = (incidents.looks("i") ?? []).flatMap(({ data }) => looksFromBytes(data));
    expect(kept.map((look) => look.kind === "camera" && Math.round(look.eye.latDeg * 1e5))).toEqual(
      [0, 10, 20].map((n) => {
        const look = newLook(n);
        return "eye" in look && Math.round(look.eye.latDeg * 1e5);
      }),
    );
  });

  it("takes nothing without an incident", () => {
    const rig = incidentRig();
    remove.push(rig.remove);
    const book = new LookBook({ clock: rig.clock, archive: () => undefined });

    book.add(newLook(0));

    expect(book.flush()).toBeUndefined();
  });
});
