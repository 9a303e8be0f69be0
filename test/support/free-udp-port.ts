import { createSocket } from "node:dgram";
import { once } from "node:events";

/** A UDP port that nobody used a moment ago; whoever opens it next has it. */
export const freeUdpPort = async (): Promise<number> => {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
};
