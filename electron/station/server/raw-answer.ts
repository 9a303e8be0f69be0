import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { securityHeaders } from "./security-headers.ts";

/** Answers where no framework does (a refused upgrade, bytes that are no HTTP), with the same headers as everywhere. */
export const endWithAnswer = (socket: Duplex, status: number, fault: { code: string; detail: string }): void => {
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify({ ok: false, fault });
  const headers = {
    ...securityHeaders({}, "screen"),
    connection: "close",
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${body}`);
  // A peer that doesn't close its side must not keep ours.
  socket.once("finish", () => socket.destroy());
};
