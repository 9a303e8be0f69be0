import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { announcedAddress, exclusiveOf, typedAddress } from "../../../../electron/station/feeds/feed-address.ts";
import type { VideoStream } from "../../../../shared/vehicle/vehicle-state.ts";

const stream = (uri: string, more: Partial<VideoStream> = {}): VideoStream => ({
  ...{ streamId: 1, name: "", uri, thermal: true, running: true, widthPx: 640, heightPx: 512 },
  ...more,
});

describe("a vehicle's word on where its camera streams", () => {
  const remotes = ["192.168.1.20:14550", "[fd00::5]:14550", "/dev/ttyUSB0"];

  it.each([
    ["y16tcp://127.0.0.1:6001", false],
    ["y16tcp://localhost:6001", false],
    ["y16tcp://[::1]:6001", false],
    ["y16tcp://192.168.1.20:6001", true],
    ["y16tcp://[fd00::5]:6001", true],
    ["y16tcp://192.168.1.21:6001", false],
    ["y16tcp://127.evil.example:6001", false],
    ["y16tcp://example.com:80", false],
    ["http://127.0.0.1:80", false],
    ["http://192.168.1.20:80/snapshot.jpg", false],
    ["y16tcp://127.0.0.1", false],
    ["nonsense", false],
    ["rtsp://192.168.1.20:8554/thermal", true],
    ["rtsp://user:secret@192.168.1.20/thermal", true],
    ["rtsp://192.168.1.20@10.0.0.9/thermal", false],
    ["rtsp://10.0.0.9:8554/thermal", false],
    ["tcp://192.168.1.20:5000", true],
    ["file:/etc/passwd", false],
    ["v4l2:/dev/video0", false],
    ["concat:/etc/passwd", false],
  ])("%s may be opened: %s", (uri, expected) => {
    const address = announcedAddress(stream(uri), remotes);

    expect(address.ok).toBe(expected);
    if (!address.ok) expect(address.detail).toMatch(/ype .*in|camera/);
  });

  it("opens this machine's cameras to vehicles on this machine only", () => {
    for (const uri of ["y16tcp://127.0.0.1:6001", "y16tcp://localhost:6001", "rtsp://[::1]:8554/a"]) {
      expect(announcedAddress(stream(uri), ["127.0.0.1:50123"]).ok, uri).toBe(true);
      expect(announcedAddress(stream(uri), ["10.0.0.7:50123"]).ok, uri).toBe(false);
    }
    expect(announcedAddress(stream("y16tcp://127.evil.example:6001"), ["127.0.0.1:50123"]).ok).toBe(false);
  });

  it("has us listen on this machine alone while it is heard from nowhere else", () => {
    const port = stream("5600", { transport: "rtp-udp" });

    expect(announcedAddress(port, ["127.0.0.1:50123"])).toEqual({ ok: true, uri: "rtp://127.0.0.1:5600" });
    expect(announcedAddress(port, remotes)).toEqual({ ok: true, uri: "rtp://:5600" });
    expect(announcedAddress(port, [])).toEqual({ ok: true, uri: "rtp://:5600" });
    // What it takes for its ground station's address is not where we listen.
    expect(announcedAddress(stream("udp://10.9.8.7:5601"), ["127.0.0.1:1"])).toMatchObject({ ok: true });
  });

  it("never opens one of the system's ports", () => {
    for (const uri of ["80", "rtp://:1023", "udp://0.0.0.0:53"])
      expect(announcedAddress(stream(uri, { transport: "rtp-udp" }), remotes), uri).toMatchObject({
        ok: false,
        code: "address-refused",
      });
  });

  it("is refused without repeating its password", () => {
    const address = announcedAddress(stream("rtsp://admin:geheim@10.0.0.9/thermal"), remotes);

    expect(address).toMatchObject({ ok: false, detail: expect.not.stringContaining("geheim") });
  });
});

describe("an address that a person typed in", () => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-typed-"));
  const file = join(folder, "flight.mp4");
  writeFileSync(file, "");

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    "rtsp://10.0.0.9:8554/thermal",
    "rtp://:5600",
    "udp://239.1.2.3:5004",
    "tcp://10.0.0.9:5000",
    "y16tcp://10.0.0.9:6000",
    "http://10.0.0.9/mjpeg",
    "v4l2:/dev/video0",
  ])("may be any camera of theirs: %s", (uri) => {
    expect(typedAddress(uri, { onlyHere: false })).toEqual({ ok: true, uri });
  });

  it.each([
    ["10.0.0.9", "bad-address"],
    ["srt://10.0.0.9:5000", "bad-address"],
    ["concat:/etc/hosts", "bad-address"],
    ["v4l2:/dev/mem", "bad-address"],
    ["v4l2:/dev/../etc/passwd", "bad-address"],
  ])("must be one: %s", (uri, code) => {
    expect(typedAddress(uri, { onlyHere: true })).toMatchObject({ ok: false, code });
  });

  it("may be a file or a folder that is there, of a station that only this computer reaches", () => {
    expect(typedAddress(`file:${file}`, { onlyHere: true })).toMatchObject({ ok: true });
    expect(typedAddress(`file:${folder}?fps=2`, { onlyHere: true })).toMatchObject({ ok: true });
    expect(typedAddress(`file:${file}`, { onlyHere: false })).toMatchObject({ code: "address-refused" });
    expect(typedAddress(`file:${file}.gone`, { onlyHere: true })).toMatchObject({ code: "file-missing" });
    expect(typedAddress("file:/dev/null", { onlyHere: true })).toMatchObject({ code: "file-missing" });
    expect(typedAddress(`file:${file}%00`, { onlyHere: true })).toMatchObject({ code: "file-missing" });
  });

  it("takes a port or a device for itself", () => {
    expect(exclusiveOf("rtp://127.0.0.1:5600")).toBe(exclusiveOf("udp://:5600"));
    expect(exclusiveOf("rtp://:5601")).not.toBe(exclusiveOf("rtp://:5600"));
    expect(exclusiveOf("v4l2:/dev/video0")).toBe("/dev/video0");
    expect(exclusiveOf("rtsp://10.0.0.9/a")).toBeUndefined();
  });
});
