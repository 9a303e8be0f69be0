import { describe, expect, test } from "vitest";
import { makeParts } from "../../../electron/station/station-parts.ts";
import type { Channel, Link, LinkEvent } from "../../../hardware/link/link.ts";
import { FrameWriter } from "../../../shared/mavlink/codec.ts";
import { dialect } from "../../../shared/mavlink/dialect.ts";
import type { MessageSpec } from "../../../shared/mavlink/message-spec.ts";
import { viewOf, x25, x25Byte } from "../../../shared/mavlink/x25.ts";
import { StateSnapshotSchema } from "../../../shared/wire/schemas.ts";
import type { StateSnapshot } from "../../../shared/wire/state.ts";
import { Random } from "../../support/simulated-pass.ts";
import { handClock } from "../../support/station-server.ts";

/** A link that says what the test wants. */
const fakeLink = () => {
  const listeners = new Set<(event: LinkEvent) => void>();
  const sent: Uint8Array[] = [];
  const channel: Channel = {
    id: "fake/peer",
    linkId: "fake",
    remote: "127.0.0.1:1",
    bytesPerSIn: 0,
    send: (bytes) => {
      sent.push(bytes);
      return true;
    },
  };
  const link: Link = {
    id: "fake",
    spec: "udpin:127.0.0.1:1",
    state: { state: "open" },
    channels: new Map([[channel.id, channel]]),
    open: () => {},
    close: async () => {},
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const emit = (event: LinkEvent) => {
    for (const listener of listeners) listener(event);
  };
  const say = (bytes: Uint8Array, utcUs: number) => emit({ kind: "bytes", channel, bytes, utcUs });
  return { link, open: () => emit({ kind: "channel-opened", channel }), say, sent };
};

/** A MAVLink 2 frame with a right checksum around any payload. */
const frameOf = (spec: MessageSpec, systemId: number, componentId: number, payload: Uint8Array): Uint8Array => {
  const end = 10 + payload.length;
  const bytes = new Uint8Array(end + 2);
  bytes.set([0xfd, payload.length, 0, 0, 0, systemId, componentId, spec.id & 255, spec.id >> 8, 0]);
  bytes.set(payload, 10);
  const crc = x25Byte(x25(viewOf(bytes), 1, end), spec.crcExtra);
  bytes.set([crc & 255, crc >> 8], end);
  return bytes;
};

const payloads: readonly ((length: number, random: Random) => Uint8Array)[] = [
  (length, random) => Uint8Array.from({ length }, () => Math.floor(random.uniform() * 256)),
  (length) => new Uint8Array(length).fill(0xff),
  (length) => new Uint8Array(length).fill(0),
  // Not-a-numbers and infinities where floats are.
  (length, random) =>
    Uint8Array.from({ length }, (_, i) => [0, 0, random.uniform() < 0.5 ? 0xc0 : 0x80, 0x7f][i % 4] ?? 0),
  (length, random) => Uint8Array.from({ length }, () => (random.uniform() < 0.5 ? 0x80 : 0x7f)),
];

const setUp = () => {
  const clock = handClock();
  const parts = makeParts({
    systemId: 255,
    clock,
    computerUtcMs: clock.utcMs,
    record: undefined,
    journal: undefined,
    replay: undefined,
    scenario: undefined,
    simulate: undefined,
    onlyHere: true,
    modelFolder: undefined,
  });
  const fake = fakeLink();
  parts.links.add(fake.link, { builtIn: false });
  fake.open();
  return { clock, parts, fake };
};

/** What is wrong with the state as it travels: JSON makes null of what is no number. */
const issuesOf = (snapshot: StateSnapshot) =>
  StateSnapshotSchema.safeParse(JSON.parse(JSON.stringify(snapshot))).error?.issues.map(
    (issue) => `${issue.path.join(".")}: ${issue.message}`,
  );

describe("a station that hears every message with any content", () => {
  test("neither falls over nor shows what is no number", { timeout: 60_000 }, () => {
    const { clock, parts, fake } = setUp();
    const random = new Random(7);
    const specs = [...dialect().specOfName.values()];
    const heartbeats = [1, 2, 3].map((id) => new FrameWriter({ systemId: id, componentId: 1 }));

    let frames = 0;
    for (let round = 0; round < 10; round++) {
      for (const [index, spec] of specs.entries()) {
        // Slow enough that nothing is held for a flood.
        clock.now += 5;
        const utcUs = clock.utcMs() * 1000;
        if (index % 40 === 0)
          for (const [at, writer] of heartbeats.entries())
            fake.say(
              writer.write("HEARTBEAT", { type: [2, 10, 1][at] ?? 2, autopilot: at === 2 ? 12 : 3, systemStatus: 4 }),
              utcUs,
            );
        const make = payloads[(round + index) % payloads.length] ?? payloads[0];
        const payload = make?.(Math.max(1, spec.payloadLength), random) ?? new Uint8Array(1);
        const componentId = [1, 1, 100, 154, 190][Math.floor(random.uniform() * 5)] ?? 1;
        fake.say(frameOf(spec, 1 + ((round + index) % 3), componentId, payload), utcUs);
        frames += 1;
        if (index % 20 === 0) {
          parts.fleet.tick();
          parts.requester.tick();
          parts.links.look(parts.fleet.vehicles.values());
          parts.watch.look();
          expect(issuesOf(parts.board.snapshot())).toBeUndefined();
        }
      }
    }

    const { links, vehicles } = parts.board.snapshot();
    expect(links.fake?.channels[0]).toMatchObject({ badChecksums: 0, skippedBytes: 0 });
    expect(links.fake?.channels[0]?.frames).toBeGreaterThan(frames);
    expect(Object.keys(vehicles).length).toBeGreaterThanOrEqual(3);
    // It asks vehicles for their streams meanwhile.
    expect(fake.sent.length).toBeGreaterThan(10);
  });
});
