import type { OpenSocket } from "../bridge/stream-client.ts";

/** A WebSocket to a path of the station that this page came from. */
export const openSocketOf =
  (window: Window): OpenSocket =>
  (path, handlers) => {
    const url = new URL(path, window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.hash = "";
    const socket = new WebSocket(url);
    socket.addEventListener("open", handlers.onOpen);
    socket.addEventListener("message", (event) => handlers.onData(event.data));
    socket.addEventListener("close", handlers.onClose);
    return { close: () => socket.close(), send: (text) => socket.send(text) };
  };

/** @returns the function that cancels */
export const afterOf =
  (window: Window) =>
  (delayMs: number, run: () => void): (() => void) => {
    const timer = window.setTimeout(run, delayMs);
    return () => window.clearTimeout(timer);
  };
