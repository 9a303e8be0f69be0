import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { feedUriOf } from "../../../hardware/thermal/feed-uri-of.ts";
import { parseFeedAddress } from "../../../hardware/thermal/parse-feed-address.ts";
import { shownAddress } from "../../../hardware/thermal/shown-address.ts";
import type { VideoStream } from "../../../shared/vehicle/vehicle-state.ts";

describe("addresses of feeds", () => {
  test.each([
    ["rtsp://192.168.144.25:8554/main", { kind: "rtsp", url: "rtsp://192.168.144.25:8554/main", transport: "tcp" }],
    ["rtsp://camera/main#udp", { kind: "rtsp", url: "rtsp://camera/main", transport: "udp" }],
    ["rtp://:5600", { kind: "rtp", host: "0.0.0.0", port: 5600, encoding: "h264" }],
    ["rtp://@:5601?codec=hevc", { kind: "rtp", host: "0.0.0.0", port: 5601, encoding: "h265" }],
    ["rtp://239.1.2.3", { kind: "rtp", host: "239.1.2.3", port: 5600, encoding: "h264" }],
    ["udp://@:1234", { kind: "mpeg-ts", transport: "udp", host: "0.0.0.0", port: 1234 }],
    ["tcp://10.0.0.2:5760", { kind: "mpeg-ts", transport: "tcp", host: "10.0.0.2", port: 5760 }],
    ["y16tcp://[::1]:7000", { kind: "y16", host: "::1", port: 7000 }],
    ["v4l2:/dev/video0", { kind: "v4l2", device: "/dev/video0", raw: false, radiometry: undefined }],
    [
      "v4l2:/dev/video2?format=y16&scale=tlinear-high",
      { kind: "v4l2", device: "/dev/video2", raw: true, radiometry: { kelvinPerCount: 0.01, kelvinAtZero: 0 } },
    ],
    [
      "file:/tmp/a%20b.mp4?loop=1",
      { kind: "path", path: "/tmp/a b.mp4", framesPerS: 5, loop: true, radiometry: undefined },
    ],
    [
      "file:///data/pictures?fps=15&kelvinPerCount=0.04&kelvinAtZero=0",
      {
        kind: "path",
        path: "/data/pictures",
        framesPerS: 15,
        loop: false,
        radiometry: { kelvinPerCount: 0.04, kelvinAtZero: 0 },
      },
    ],
  ])("%s", (uri, place) => {
    expect(parseFeedAddress(uri)).toMatchObject({ ok: true, place });
  });

  test.each([
    ["rtsp://", "rtsp://HOST:PORT/PATH"],
    ["rtp://:99999", "rtp://:PORT"],
    ["rtp://:5600?codec=vp9", "?codec=h264 or ?codec=h265"],
    ["udp://10.0.0.1", "udp://:PORT"],
    ["tcp://:5600", "tcp://HOST:PORT"],
    ["srt://10.0.0.1:9000", "SRT isn't supported"],
    ["v4l2:/etc/passwd", "v4l2:/dev/video0"],
    ["v4l2:/dev/../etc/passwd", "v4l2:/dev/video0"],
    ["file:relative/path", "file:/WHOLE/PATH"],
    ["file:/tmp?fps=1000", "?fps="],
    ["file:/tmp?scale=warm", "?scale= is one of"],
    ["concat:/etc/passwd", "can't be opened"],
    ["/dev/video0", "Type the address as"],
    ["rtsp://camera/\nmain", "Type the address as"],
  ])("%s is refused with what to type", (uri, reason) => {
    const address = parseFeedAddress(uri);

    expect(address.ok ? "" : address.detail).toContain(reason);
  });

  test("nothing that is typed makes it throw, and no password is shown again", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseFeedAddress(text)));
    const refused = parseFeedAddress("rtsps://admin:s3cret@camera/main");
    expect(refused.ok ? "" : refused.detail).not.toContain("s3cret");
  });

  test("are shown without passwords, wherever a camera takes them", () => {
    expect(shownAddress("rtsp://admin:s3cret@10.0.0.2/main")).toBe("rtsp://admin:***@10.0.0.2/main");
    expect(shownAddress("rtsp://admin:p@ss@10.0.0.2/main")).toBe("rtsp://admin:***@10.0.0.2/main");
    expect(shownAddress("rtsp://10.0.0.2/?user=a&password=b&channel=1")).toBe(
      "rtsp://10.0.0.2/?user=a&password=***&channel=1",
    );
    expect(shownAddress("rtp://:5600")).toBe("rtp://:5600");
  });
});

describe("what a vehicle says of its stream", () => {
  const stream: VideoStream = {
    ...{ streamId: 1, name: "thermal", uri: "", thermal: true, running: true, widthPx: 640, heightPx: 512 },
  };

  test.each([
    [{ uri: "5600", transport: "rtp-udp" }, "rtp://:5600"],
    [{ uri: "5600", transport: "rtp-udp", encoding: "h265" }, "rtp://:5600?codec=h265"],
    [{ uri: "udp://192.168.1.10:5600", transport: "rtp-udp" }, "rtp://:5600"],
    [{ uri: "rtp://239.1.1.1:5004", transport: "rtp-udp" }, "rtp://239.1.1.1:5004"],
    [{ uri: "", transport: "rtp-udp" }, "rtp://:5600"],
    [{ uri: "1234", transport: "mpeg-ts" }, "udp://:1234"],
    [{ uri: "10.0.0.1:5760", transport: "tcp-mpeg" }, "tcp://10.0.0.1:5760"],
    [{ uri: "10.0.0.1:8554/main", transport: "rtsp" }, "rtsp://10.0.0.1:8554/main"],
    [{ uri: "rtsp://10.0.0.1/main", transport: "rtsp" }, "rtsp://10.0.0.1/main"],
    [{ uri: "y16tcp://127.0.0.1:7000" }, "y16tcp://127.0.0.1:7000"],
    [{ uri: "", transport: "rtsp" }, undefined],
    [{ uri: "not an address", transport: "rtsp" }, undefined],
  ] as const)("%j", (said, uri) => {
    expect(feedUriOf({ ...stream, ...said })).toBe(uri);
    if (uri !== undefined) expect(parseFeedAddress(uri).ok).toBe(true);
  });
});
