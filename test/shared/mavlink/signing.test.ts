import { createHash } from "node:crypto";
import fc from "fast-check";
import { MavLinkPacketSignature } from "node-mavlink";
import { describe, expect, test } from "vitest";
import type { Frame } from "../../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { sha256 } from "../../../shared/mavlink/sha256.ts";
import { blankSigningKey, FrameSigner, FrameVerifier, type UnsignedPolicy } from "../../../shared/mavlink/signing.ts";
import { buildFrame, scanAll, telemetryFixture } from "../../support/mavlink-bytes.ts";

const key = new Uint8Array(32).map((_, index) => index * 7);
const utcMs = Date.UTC(2026, 10, 22);
const heartbeat = buildFrame("HEARTBEAT", { customMode: 4 });
const radioStatus = buildFrame("RADIO_STATUS", { rssi: 100 });

const verify = (verifier: FrameVerifier, bytes: Uint8Array, nowMs = utcMs) => {
  const verdicts: unknown[] = [];
  new FrameScanner().push(bytes, (frame: Frame) => verdicts.push(verifier.check(frame, nowMs)));
  return verdicts[0];
};

const verifier = (unsigned: UnsignedPolicy = "reject") => new FrameVerifier({ key, unsigned });
const good = { ok: true, signed: true };
const fault = (code: string) => ({ ok: false, fault: { code } });

test("sha256 equals that of Node", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(Buffer.from(sha256(bytes)).toString("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
    }),
  );
});

describe("FrameSigner", () => {
  test("signs as node-mavlink does", () => {
    const signed = new FrameSigner({ key, linkId: 3 }).sign(heartbeat, utcMs);
    const signature = new MavLinkPacketSignature(Buffer.from(signed));

    expect(signature.linkId).toBe(3);
    expect(signature.timestamp).toBe((utcMs - Date.UTC(2015, 0, 1)) * 100);
    expect(signature.matches(Buffer.from(key))).toBe(true);
    expect(scanAll(signed).frames[0]).toMatchObject({ signed: true, known: true, messageId: 0 });
  });

  test("never repeats a time, though the clock stands still or goes back", () => {
    const signer = new FrameSigner({ key, linkId: 1 });
    const check = verifier();

    expect([utcMs, utcMs, utcMs - 5000].map((nowMs) => verify(check, signer.sign(heartbeat, nowMs)))).toEqual([
      good,
      good,
      good,
    ]);
  });

  test("refuses a key of the wrong length, and what can't be signed", () => {
    const signer = new FrameSigner({ key, linkId: 1 });

    expect(() => new FrameSigner({ key: key.subarray(1), linkId: 1 })).toThrow("31 bytes when expected 32");
    expect(() => signer.sign(signer.sign(heartbeat, utcMs), utcMs)).toThrow("Only an unsigned MAVLink 2 frame");
  });
});

describe("FrameVerifier", () => {
  test("refuses a frame of another key, or one that was changed", () => {
    const other = new FrameSigner({ key: new Uint8Array(32), linkId: 1 }).sign(heartbeat, utcMs);
    const changed = new FrameSigner({ key, linkId: 1 }).sign(heartbeat, utcMs);
    changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;

    expect(verify(verifier(), other)).toEqual(fault("bad-signature"));
    expect(verify(verifier(), changed)).toEqual(fault("bad-signature"));
  });

  test("refuses a frame that is played again", () => {
    const check = verifier();
    const signed = new FrameSigner({ key, linkId: 1 }).sign(heartbeat, utcMs);

    expect(verify(check, signed)).toEqual(good);
    expect(verify(check, signed)).toEqual(fault("stale-timestamp"));
  });

  test("takes a new stream whose time is 60 s ahead, or less than 60 s behind, but no older one", () => {
    const signedAt = (offsetMs: number) => new FrameSigner({ key, linkId: 1 }).sign(heartbeat, utcMs + offsetMs);

    expect(verify(verifier(), signedAt(60_000))).toEqual(good);
    expect(verify(verifier(), signedAt(-59_000))).toEqual(good);
    expect(verify(verifier(), signedAt(-61_000))).toEqual(fault("stale-timestamp"));
  });

  test("tolerates unsigned frames until the component signs, where the policy says so", () => {
    const check = verifier("until-signed");
    const signed = new FrameSigner({ key, linkId: 1 }).sign(heartbeat, utcMs);

    expect(verify(check, heartbeat)).toEqual({ ok: true, signed: false });
    expect(verify(check, signed)).toEqual(good);
    expect(verify(check, heartbeat)).toEqual(fault("unsigned"));
    expect(verify(check, radioStatus)).toEqual({ ok: true, signed: false });
  });

  test("refuses or accepts unsigned frames by policy", () => {
    expect(verify(verifier("reject"), heartbeat)).toEqual(fault("unsigned"));
    expect(verify(verifier("accept"), heartbeat)).toEqual({ ok: true, signed: false });
  });
});

describe("blankSigningKey", () => {
  const setup = buildFrame("SETUP_SIGNING", {
    initialTimestamp: 123n,
    targetSystem: 1,
    targetComponent: 1,
    secretKey: [...key].map((byte) => byte | 1),
  });

  test("leaves no byte of the key, and a frame with a good checksum", () => {
    const blanked = blankSigningKey(setup);
    const [frame] = scanAll(blanked).frames;

    expect(frame).toMatchObject({ messageId: 256, length: setup.length });
    expect([...blanked.subarray(20, 52)]).toEqual(Array(32).fill(0));
    expect(blanked.subarray(0, 20)).toEqual(setup.subarray(0, 20));
  });

  test("blanks a key whose trailing zeros were left out, and a signed frame's", () => {
    const short = buildFrame("SETUP_SIGNING", { secretKey: [1, 2, 3] });
    const signed = new FrameSigner({ key, linkId: 1 }).sign(setup, utcMs);

    expect(scanAll(blankSigningKey(short)).frames).toHaveLength(1);
    expect([...blankSigningKey(short)].slice(20, 23)).toEqual([0, 0, 0]);
    expect(scanAll(blankSigningKey(signed)).frames).toMatchObject([{ messageId: 256, signed: true }]);
    expect([...blankSigningKey(signed).subarray(20, 52)]).toEqual(Array(32).fill(0));
  });

  test("gives every other frame back as it is", () => {
    for (const { bytes } of scanAll(telemetryFixture("copter.tlog")).frames) expect(blankSigningKey(bytes)).toBe(bytes);
  });
});
