import { expect, it } from "vitest";
import { StreamBook } from "../../../../shared/archive/index/stream-book.ts";

it("a log in which everybody says everything is known by its first senders and streams, in bounded memory", () => {
  const book = new StreamBook();
  let known = 0;
  for (const messageId of [0, 1, 24, 30, 33, 74, 147, 9_999_999])
    for (let componentId = 0; componentId < 256; componentId++)
      for (let systemId = 0; systemId < 256; systemId++)
        if (book.streamOf(systemId, componentId, messageId) !== undefined) known += 1;

  expect(known).toBe(8_192);
  expect(book.streams.length).toBe(8_192);
  expect(book.counters.length).toBe(1_024);
  expect(book.streamOf(0, 0, 0)?.number).toBe(0);
  const again = new StreamBook(
    book.streams,
    book.counters.map((counter) => counter.state),
  );
  expect(again.streamOf(3, 0, 24)?.number).toBe(book.streamOf(3, 0, 24)?.number);
});
