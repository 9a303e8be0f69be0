import { createSocket } from "node:dgram";
import type { VirtualVehicle } from "./virtual-vehicle.ts";

/** A virtual vehicle on a real UDP socket, in the time of the clock on the wall. @returns stops it */
export const flyOverUdp = (vehicle: VirtualVehicle, port: number): (() => Promise<void>) => {
  const socket = createSocket("udp4");
  const off = vehicle.onBytes((bytes) => socket.send(bytes, port, "127.0.0.1"));
  socket.on("message", (bytes) => vehicle.receive(bytes));
  const startMs = performance.now() - vehicle.nowMs;
  const timer = setInterval(() => vehicle.stepTo(performance.now() - startMs), 10);
  return () =>
    new Promise((resolve) => {
      clearInterval(timer);
      off();
      socket.close(() => resolve());
    });
};
