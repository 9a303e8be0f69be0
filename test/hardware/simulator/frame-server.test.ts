import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { FrameServer } from "../../../hardware/simulator/frame-server.ts";
import { Y16Decoder } from "../../../hardware/thermal/y16-stream.ts";

const frame = (sequence: number) => ({
  widthPx: 640,
  heightPx: 512,
  data: new Uint16Array(640 * 512).fill(sequence),
  captureVehicleTimeMs: sequence * 100,
  captureSigmaMs: 8,
  sequence,
});

const server: { open: FrameServer | undefined } = { open: undefined };

const client = async (port: number): Promise<{ socket: Socket; sequences: number[] }> => {
  const socket = connect(port, "127.0.0.1");
  const sequences: number[] = [];
  const decoder = new Y16Decoder();
  socket.on("data", (bytes) => decoder.push(bytes, ({ sequence }) => sequences.push(sequence)));
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  return { socket, sequences };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Sends frames while the event loop goes on, until something is so. */
const sendUntil = async (frames: FrameServer, from: number, done: (sequence: number) => boolean): Promise<number> => {
  let sequence = from;
  while (!done(sequence)) {
    frames.send(frame(sequence++));
    await turn();
  }
  return sequence;
};

afterEach(async () => {
  await server.open?.close();
});

describe("frame-server", () => {
  it("wants no frames while nobody is connected", async () => {
    const frames = new FrameServer();
    server.open = frames;
    const port = await frames.open();
    const before = frames.wanted;
    const { socket } = await client(port);
    while (!frames.wanted) await turn();
    socket.destroy();
    while (frames.wanted) await turn();

    expect(before).toBe(false);
  });

  it("drops frames for a client that does not read, instead of queueing them, and serves the others meanwhile", async () => {
    const frames = new FrameServer();
    server.open = frames;
    const port = await frames.open();
    const slow = await client(port);
    slow.socket.pause();
    const quick = await client(port);

    const sent = await sendUntil(frames, 1, () => quick.sequences.length >= 40);
    slow.socket.resume();
    await sendUntil(frames, sent, () => (slow.sequences.at(-1) ?? 0) >= sent);

    const missed = slow.sequences.slice(1).some((sequence, i) => sequence - (slow.sequences[i] ?? 0) > 1);
    expect(missed).toBe(true);
    slow.socket.destroy();
    quick.socket.destroy();
  });

  it("forgets a client that goes away while a frame is under way", async () => {
    const frames = new FrameServer();
    server.open = frames;
    const { socket } = await client(await frames.open());

    await sendUntil(frames, 1, () => frames.wanted);
    socket.resetAndDestroy();
    await sendUntil(frames, 1, () => !frames.wanted);
    for (let i = 0; i < 20; i++) await turn();

    expect(frames.wanted).toBe(false);
  });
});
