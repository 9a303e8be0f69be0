import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../electron/station/command-line.ts";
import { dataFolder } from "../../../electron/station/data-folder.ts";

const serve = (...args: string[]) => {
  const parsed = parseCommand(["serve", ...args]);
  if (!parsed.ok) return parsed.detail;
  return parsed.command.kind === "serve" ? parsed.command.options : undefined;
};

describe("the command line", () => {
  test("flies the built-in scenario when nothing else is asked for", () => {
    expect(serve()).toMatchObject({
      host: "127.0.0.1",
      port: 8420,
      links: [],
      systemId: 255,
      simulate: { speed: 1, scenarioPath: expect.stringContaining("linghu-night.json") },
    });
    expect(serve("--no-open", "--speed", "10", "--seed", "7")).toMatchObject({ simulate: { speed: 10, seed: 7 } });
  });

  test("opens links and no scenario", () => {
    const options = serve("--link", "udpin:0.0.0.0:14550", "--link", "serial:/dev/ttyUSB0:57600", "--sysid", "254");

    expect(options).toMatchObject({ links: ["udpin:0.0.0.0:14550", "serial:/dev/ttyUSB0:57600"], systemId: 254 });
    expect(options).not.toHaveProperty("simulate");
  });

  test("listens for HTTPS where any of its options asks for it, and not otherwise", () => {
    expect(serve()).not.toHaveProperty("https");
    expect(serve("--https")).toMatchObject({ https: { port: 8443, folder: expect.stringContaining("https") } });
    expect(serve("--https-port", "9443")).toMatchObject({ https: { port: 9443 } });
    expect(serve("--certificate", "a.crt", "--key", "a.key")).toMatchObject({
      https: { port: 8443, files: { certificate: "a.crt", key: "a.key" } },
    });
  });

  test("keeps no record of a replay", () => {
    expect(serve("--replay", "a.tlog", "--speed", "5")).toMatchObject({ replay: { file: "a.tlog", speed: 5 } });
    expect(serve("--replay", "a.tlog")).not.toHaveProperty("recordFolder");
    expect(serve("--record", "/tmp/r")).toMatchObject({ recordFolder: "/tmp/r" });
  });

  test.each([
    [["--port", "70000"], /--port takes a whole number from 0 to 65535, not "70000"/],
    [["--port", "http"], /--port/],
    [["--speed", "0"], /--speed takes a number from 0.1 to 100/],
    [["--sysid", "0"], /--sysid/],
    [["--sysid", "1.5"], /--sysid takes a whole number/],
    [["--link", "udp:14550"], /--link udp:14550: .*udpin/],
    [["--link", "file:a.tlog"], /--replay a\.tlog/],
    [["--replay", "a.tlog", "--link", "tcp:h:5760"], /A replay runs alone/],
    [["--link", "tcp:h:5760", "--speed", "5"], /--speed is for/],
    [["--certificate", "a.crt"], /--certificate and --key belong together/],
    [["--https", "--https-port", "x"], /--https-port/],
    [["--fast"], /--fast/],
    [["--port"], /--port/],
    [["extra"], /extra/],
  ])("refuses %j and says what is wrong", (args, words) => {
    const detail = serve(...args);

    expect(detail).toMatch(words);
    expect(detail).toMatch(/Try: lantern help/);
  });

  test("knows its other commands and names them to those who don't", () => {
    expect(parseCommand([])).toEqual({ ok: true, command: { kind: "help" } });
    expect(parseCommand(["version"])).toEqual({ ok: true, command: { kind: "version" } });
    expect(parseCommand(["log", "info", "a", "b", "--json"])).toEqual({
      ok: true,
      command: { kind: "log-info", files: ["a", "b"], json: true },
    });
    expect(parseCommand(["log", "info"])).toMatchObject({ ok: false, detail: expect.stringContaining("FILE") });
    expect(parseCommand(["fly"])).toMatchObject({
      ok: false,
      detail: expect.stringContaining("serve, log, detect, version"),
    });
  });

  test("puts records where each system keeps a user's data", () => {
    expect(dataFolder("linux", {}, "/home/a")).toBe("/home/a/.local/share/lantern");
    expect(dataFolder("linux", { XDG_DATA_HOME: "/data" }, "/home/a")).toBe("/data/lantern");
    expect(dataFolder("linux", { XDG_DATA_HOME: "relative" }, "/home/a")).toBe("/home/a/.local/share/lantern");
    expect(dataFolder("darwin", {}, "/Users/a")).toBe("/Users/a/Library/Application Support/Lantern");
    expect(dataFolder("win32", { LOCALAPPDATA: "C:\\L" }, "C:\\U")).toContain("Lantern");
  });
});
