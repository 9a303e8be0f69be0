import { expect, test } from "vitest";
import { NoteTaker } from "../../../../../electron/station/archive/log-mission/note-taker.ts";

test("of thousands of changes between two looks the first and the last are noted, for each vehicle", () => {
  const taker = new NoteTaker(new Map(), () => ({ name: "D1", colourIndex: 0 }));
  for (let second = 0; second < 10; second++) {
    for (let n = 0; n < 10_000; n++)
      for (const vehicleId of ["1", "2"])
        taker.onEvent(
          { kind: "mode-changed", vehicleId, atMs: second * 1_000 + n / 10, utcMs: 0, from: "A", to: `M${n}` },
          new Map(),
        );
    taker.look(new Map(), (second + 1) * 1_000);
  }

  const notes = taker.take();

  expect(notes.length).toBe(10 * 102);
  for (const vehicleId of ["1", "2"])
    expect(notes.filter((note) => "vehicleId" in note && note.vehicleId === vehicleId).at(-1)).toMatchObject({
      mode: "M9999",
    });
  expect(notes.every(({ positionMs }, i) => positionMs >= (notes[i - 1]?.positionMs ?? 0))).toBe(true);
});
