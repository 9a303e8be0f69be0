import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, test } from "vitest";
import { networkNotice } from "../../../electron/station/network-notice.ts";

const ipv4 = (address: string, internal: boolean): NetworkInterfaceInfo => ({
  address,
  internal,
  family: "IPv4",
  netmask: "255.255.255.0",
  mac: "00:00:00:00:00:00",
  cidr: `${address}/24`,
});
const interfaces = { lo: [ipv4("127.0.0.1", true)], wlan0: [ipv4("10.0.0.5", false)] };
const url = "http://127.0.0.1:8420/?token=secret";

describe("the notice that other computers can come in", () => {
  test("is not given where only this computer can", () => {
    for (const host of ["127.0.0.1", "localhost", "::1"]) expect(networkNotice(host, url, interfaces)).toBeUndefined();
  });

  test("warns and names the addresses that others open", () => {
    const notice = networkNotice("0.0.0.0", url, interfaces);

    expect(notice).toContain("nothing is encrypted");
    expect(notice).toContain("http://10.0.0.5:8420/?token=secret");
    expect(notice).not.toContain("127.0.0.1");
    expect(networkNotice("10.0.0.5", "http://10.0.0.5:8420/?token=secret", interfaces)).toContain(
      "http://10.0.0.5:8420/",
    );
  });

  test("leads where the station's own address leads", () => {
    const https = { origin: "https://10.0.0.5:8443", fingerprint: "AB:CD", isOwn: true };

    const notice = networkNotice("0.0.0.0", `${url}#/archive/replay?play=1`, interfaces, https);

    expect(notice).toContain("http://10.0.0.5:8420/?token=secret#/archive/replay?play=1");
    expect(notice).toContain("https://10.0.0.5:8443/?token=secret#/archive/replay?play=1");
  });

  test("says what is encrypted, what browsers will say of it, and how phones get their position told", () => {
    const https = { origin: "https://10.0.0.5:8443", fingerprint: "AB:CD", isOwn: true };

    const notice = networkNotice("0.0.0.0", url, interfaces, https);

    expect(notice).toContain("https://10.0.0.5:8443/?token=secret");
    expect(notice).toContain("Browsers will warn once");
    expect(notice).toContain("AB:CD");
    expect(networkNotice("0.0.0.0", url, interfaces, { ...https, isOwn: false })).not.toContain("warn");
    expect(networkNotice("0.0.0.0", url, interfaces)).toContain("--https");
  });
});
