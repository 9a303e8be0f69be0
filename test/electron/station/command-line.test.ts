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

  test("shows files at a speed, several as one mission, and neither flies nor records anything by itself then", () => {
    const options = serve("--replay", "a.tlog", "--replay", "b.bin", "--speed", "5");

    expect(options).toMatchObject({ replay: { files: ["a.tlog", "b.bin"], speed: 5 }, links: [] });
    expect(options).not.toHaveProperty("simulate");
    expect(options).not.toHaveProperty("recordFolder");
  });

  test("records what flies beside a replay, and where it is told to", () => {
    expect(serve("--replay", "a.tlog", "--link", "tcp:h:5760")).toMatchObject({
      replay: { files: ["a.tlog"], speed: 1 },
      links: ["tcp:h:5760"],
      recordFolder: expect.any(String),
    });
    expect(serve("--replay", "a.tlog", "--simulate", "b.json")).toHaveProperty("recordFolder");
    expect(serve("--replay", "a.tlog", "--record", "/tmp/r")).toMatchObject({ recordFolder: "/tmp/r" });
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
    expect(parseCommand(["log"])).toEqual({ ok: true, command: { kind: "log-help" } });
    expect(parseCommand(["log", "export", "--help"])).toEqual({ ok: true, command: { kind: "log-help" } });
    expect(parseCommand(["fly"])).toMatchObject({
      ok: false,
      detail: expect.stringContaining("serve, log, detect, version"),
    });
  });

  test("asks logs where a vehicle was lost, and writes, merges and verifies them", () => {
    expect(parseCommand(["log", "where-lost", "a.tlog", "--after-s", "90", "--geojson", "a.geojson"])).toEqual({
      ok: true,
      command: { kind: "log-where-lost", options: { file: "a.tlog", json: false, afterS: 90, geojson: "a.geojson" } },
    });
    expect(
      parseCommand([
        "log",
        "export",
        "a.tlog",
        "--to",
        "csv",
        "-o",
        "a.csv",
        "--message",
        "ATTITUDE",
        "--from",
        "1500",
      ]),
    ).toEqual({
      ok: true,
      command: {
        kind: "log-export",
        options: { path: "a.tlog", format: "csv", out: "a.csv", message: "ATTITUDE", from: { positionMs: 1500 } },
      },
    });
    expect(
      parseCommand([
        "log",
        "export",
        "a",
        "--to",
        "gpx",
        "-o",
        "b",
        "--anonymise",
        "x",
        "--to-time",
        "2026-01-14T10:00:00",
      ]),
    ).toMatchObject({ command: { options: { anonymiseSeed: "x", to: { utcMs: Date.UTC(2026, 0, 14, 10) } } } });
    expect(parseCommand(["log", "merge", "a", "b", "-o", "c"])).toEqual({
      ok: true,
      command: { kind: "log-merge", files: ["a", "b"], out: "c", json: false },
    });
    expect(parseCommand(["log", "verify", "folder"])).toEqual({
      ok: true,
      command: { kind: "log-verify", paths: ["folder"], json: false },
    });
  });

  test.each([
    [["fly"], /info, where-lost, export, merge, verify and help, not "fly"/],
    [["where-lost"], /Name one file/],
    [["where-lost", "a", "b"], /Name one file/],
    [["where-lost", "a", "--after-s", "soon"], /--after-s takes a number/],
    [["export", "a", "-o", "b"], /--to takes one of tlog, gpx, kml, geojson, csv/],
    [["export", "a", "--to", "doc", "-o", "b"], /--to takes one of/],
    [["export", "a", "--to", "gpx"], /-o OUT/],
    [["export", "a", "--to", "gpx", "-o", "b", "--message", "ATTITUDE"], /--message is for --to csv/],
    [["export", "a", "--to", "gpx", "-o", "b", "--from", "yesterday"], /--from takes a time/],
    [["export", "a", "--to", "tlog", "-o", "b", "--anonymise", ""], /--anonymise takes a seed/],
    [["merge", "a", "-o", "b"], /two files or more/],
    [["merge", "a", "b"], /-o OUT/],
    [["verify"], /FILE/],
  ])("refuses log %j and says what is wrong", (args, words) => {
    expect(parseCommand(["log", ...args])).toMatchObject({ ok: false, detail: expect.stringMatching(words) });
  });

  test("puts records where each system keeps a user's data", () => {
    expect(dataFolder("linux", {}, "/home/a")).toBe("/home/a/.local/share/lantern");
    expect(dataFolder("linux", { XDG_DATA_HOME: "/data" }, "/home/a")).toBe("/data/lantern");
    expect(dataFolder("linux", { XDG_DATA_HOME: "relative" }, "/home/a")).toBe("/home/a/.local/share/lantern");
    expect(dataFolder("darwin", {}, "/Users/a")).toBe("/Users/a/Library/Application Support/Lantern");
    expect(dataFolder("win32", { LOCALAPPDATA: "C:\\L" }, "C:\\U")).toContain("Lantern");
  });
});
