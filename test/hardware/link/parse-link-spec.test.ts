import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatLinkSpec, parseLinkSpec } from "../../../hardware/link/open-link.ts";

describe("a link string", () => {
  test.each([
    ["udpin:0.0.0.0:14550", { kind: "udpin", host: "0.0.0.0", port: 14550 }],
    [" UDPIN:0.0.0.0:0 ", { kind: "udpin", host: "0.0.0.0", port: 0 }],
    ["udpout:drone-1.local:14550", { kind: "udpout", host: "drone-1.local", port: 14550 }],
    ["udpout:[fe80::1%eth0]:14550", { kind: "udpout", host: "fe80::1%eth0", port: 14550 }],
    ["tcp:[::1]:5760", { kind: "tcp", host: "::1", port: 5760 }],
    ["tcpin:0.0.0.0:5760", { kind: "tcpin", host: "0.0.0.0", port: 5760 }],
    ["serial:/dev/ttyUSB0:57600", { kind: "serial", path: "/dev/ttyUSB0", baud: 57600 }],
    [
      "serial:/dev/serial/by-path/pci-0:1.0:115200",
      { kind: "serial", path: "/dev/serial/by-path/pci-0:1.0", baud: 115200 },
    ],
    ["serial:COM3:57600", { kind: "serial", path: "COM3", baud: 57600 }],
  ])("reads %s", (text, spec) => {
    expect(parseLinkSpec(text)).toEqual({ ok: true, spec });
  });

  test.each([
    ["", "udpin:0.0.0.0:14550"],
    ["nonsense", '"nonsense" is no link'],
    ["http://x", "is no link"],
    ["udp:0.0.0.0:14550", "udpin:HOST:PORT to listen"],
    ["udpin:", "Host and port are missing"],
    ["udpin:0.0.0.0", "The port is missing"],
    ["udpin:0.0.0.0:", "The port is missing"],
    ["udpin::14550", "The host is missing"],
    ["udpin:0.0.0.0:99999", '"99999" is no port'],
    ["udpin:0.0.0.0:14550x", '"14550x" is no port'],
    ["udpin:10.0.0.300:14550", '"10.0.0.300" is no host'],
    ["udpout:10.0.0.1:0", '"0" is no port'],
    ["udpin:[nope]:1", '"nope" is no host'],
    ["udpin:a b:1", '"a b" is no host'],
    ["tcp:::1:5760", "in brackets"],
    ["tcp:a:b:c", "is no HOST:PORT"],
    ["serial:", "device is missing"],
    ["serial::57600", "device is missing"],
    ["serial:/dev/ttyUSB0", "baud rate is missing"],
    ["serial:/dev/ttyUSB0:fast", '"fast" is no baud rate'],
    ["serial:/dev/ttyUSB0:0", '"0" is no baud rate'],
    ["file:", "--replay flight.tlog"],
    ["file:old flight.tlog", "--replay old flight.tlog"],
    ["serial:/dev/\u0000x:57600", "can't be seen"],
  ])("refuses %j and says what to write", (text, words) => {
    const parsed = parseLinkSpec(text);

    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.fault.code).toBe("bad-link-spec");
    expect(parsed.fault.detail).toContain(words);
    expect(parsed.fault.detail).toMatch(/(udpin|udpout|tcp|tcpin|serial):\S|--replay \S/);
  });

  test("written from its parts reads back as the same", () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("localhost", "drone-1.local"));
    const network = fc.record({
      kind: fc.constantFrom("udpin" as const, "udpout" as const, "tcp" as const, "tcpin" as const),
      host: host.map((text) => text.toLowerCase()),
      port: fc.integer({ min: 1, max: 65535 }),
    });
    fc.assert(
      fc.property(network, (spec) => {
        expect(parseLinkSpec(formatLinkSpec(spec))).toEqual({ ok: true, spec });
      }),
    );
  });

  test("of any content never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseLinkSpec(text).ok === "boolean"));
    fc.assert(fc.property(fc.string(), (text) => typeof parseLinkSpec(`udpin:${text}`).ok === "boolean"));
  });
});
