import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listSerialPorts } from "../../../hardware/link/list-serial-ports.ts";
import { serialFault } from "../../../hardware/link/serial-fault.ts";
import { OpenLinks } from "../../support/open-links.ts";
import { noPty, openPty, type Pty } from "../../support/pty.ts";

const reason = noPty();
const links = new OpenLinks();
const ptys: Pty[] = [];
let folder = "";
let device = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lantern-serial-"));
  device = join(folder, "ttyV0");
});

afterEach(async () => {
  await links.closeAll();
  await Promise.all(ptys.splice(0).map((pty) => pty.unplug()));
  await rm(folder, { recursive: true, force: true });
});

const plugIn = async (): Promise<Pty> => {
  const pty = await openPty(device);
  ptys.push(pty);
  return pty;
};

const openLink = (spec = `serial:${device}:57600`) => links.open(spec);

describe.skipIf(reason !== undefined)(
  `a serial link over a real pseudo-terminal${reason ? ` (${reason})` : ""}`,
  () => {
    test("carries every byte value both ways", async () => {
      const pty = await plugIn();
      const probe = openLink();
      await probe.state("open");
      const all = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));

      let heard = "";
      const echoed = new Promise<void>((resolve) => {
        pty.onData((text) => {
          heard += text;
          if (heard.length === 256) resolve();
        });
      });
      pty.write(all);
      await probe.until("all bytes", () => probe.text(device).length === 256);
      const queued = probe.channel.send(Buffer.from(all, "latin1"));
      await echoed;

      expect(queued).toBe(true);
      expect(probe.text(device)).toBe(all);
      expect(heard).toBe(all);
    });

    test("says that the device vanished and opens it again when it is back", async () => {
      const first = await plugIn();
      const probe = openLink();
      await probe.state("open");
      first.write("one");
      await probe.until("first bytes", () => probe.text(device) === "one");

      await first.unplug();
      const { fault } = await probe.state("waiting");
      expect(fault.code).toBe("device-missing");
      expect(probe.link.channels.size).toBe(0);
      const second = await plugIn();
      await probe.state("open");
      second.write("two");

      await probe.until("later bytes", () => probe.text(device) === "onetwo");
    });

    test("waits for a device that isn't there yet", async () => {
      const probe = openLink();
      const { fault } = await probe.state("waiting");

      expect(fault.code).toBe("device-missing");
      expect(fault.detail).toContain(device);
      await plugIn();
      await probe.state("open");
    });

    test("says when another program holds the device", async () => {
      await plugIn();
      const holder = openLink();
      await holder.state("open");
      const probe = openLink();

      expect((await probe.state("waiting")).fault.code).toBe("device-busy");
    });

    test("refuses to queue more than the line carries in two seconds", async () => {
      await plugIn();
      const probe = openLink();
      await probe.state("open");

      const frame = new Uint8Array(280);
      let queued = 0;
      while (queued < 10_000 && probe.channel.send(frame)) queued++;

      expect(queued * 280).toBeLessThan(30_000);
      expect(queued).toBeGreaterThan(10);
    });

    test("gives the device back when closed", async () => {
      await plugIn();
      const first = openLink();
      await first.state("open");
      await first.link.close();

      await openLink().state("open");
    });
  },
);

describe("a serial link", () => {
  test("says when the path is no serial device", async () => {
    const path = join(folder, "a file");
    await writeFile(path, "text");

    const { fault } = await openLink(`serial:${path}:57600`).state("waiting");

    expect(fault.code).toBe("other");
    expect(fault.detail).toContain("is no serial device");
  });

  test.each([
    ["Error: No such file or directory, cannot open /dev/ttyUSB0", "device-missing"],
    ["Opening COM7: File not found", "device-missing"],
    ["Opening COM7: Access denied", "device-busy"],
    ["Error Resource temporarily unavailable Cannot lock port", "device-busy"],
    ["Error: Permission denied, cannot open /dev/ttyUSB0", "permission-denied"],
    ["something else", "other"],
  ])("reads %j as %s", (text, code) => {
    expect(serialFault(new Error(text), "/dev/ttyUSB0").code).toBe(code);
  });
});

describe("the list of serial ports", () => {
  test("names devices as people know them and leaves out ports without a chip", async () => {
    const ports = await listSerialPorts({
      find: async () => [
        { path: "/dev/ttyS0", pnpId: "PNP0501" },
        { path: "/dev/ttyS1" },
        {
          path: "/dev/ttyACM0",
          manufacturer: "ArduPilot",
          pnpId: "usb-ArduPilot_Pixhawk6C_3300-if00",
          vendorId: "1209",
        },
        { path: "COM3", friendlyName: "Silicon Labs CP210x (COM3)", pnpId: "USB\\VID_10C4" },
        { path: "/dev/ttyUSB0" },
      ],
    });

    expect(ports).toEqual([
      { path: "/dev/ttyS0", label: "PNP0501 (/dev/ttyS0)" },
      { path: "/dev/ttyACM0", label: "ArduPilot Pixhawk6C 3300 (/dev/ttyACM0)" },
      { path: "COM3", label: "Silicon Labs CP210x (COM3)" },
      { path: "/dev/ttyUSB0", label: "/dev/ttyUSB0" },
    ]);
  });

  test("falls back on the names in /dev where the system can't list them", async () => {
    for (const name of ["ttyUSB1", "ttyACM0", "ttyS0", "null"]) await writeFile(join(folder, name), "");
    const find = async (): Promise<never> => {
      throw new Error("spawn udevadm ENOENT");
    };

    const ports = await listSerialPorts({ find, deviceFolder: folder });

    expect(ports.map((port) => port.path)).toEqual([join(folder, "ttyACM0"), join(folder, "ttyUSB1")]);
    expect(await listSerialPorts({ find, deviceFolder: join(folder, "nowhere") })).toEqual([]);
  });

  test("comes from this very machine without an error", async () => {
    expect(Array.isArray(await listSerialPorts())).toBe(true);
  });
});
