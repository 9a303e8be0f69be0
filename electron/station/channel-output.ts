import { parseLinkSpec } from "../../hardware/link/open-link.ts";
import type { FrameWriter } from "../../shared/mavlink/codec.ts";
import type { OutgoingMessage } from "../../shared/protocols/outgoing-message.ts";

/** On a serial line, with start and stop bit. */
const bitsPerByte = 10;

/** What a link can carry, bytes a second: a serial line's tenth of its baud rate; undefined for a network. */
export const lineBytesPerS = (spec: string): number | undefined => {
  const parsed = parseLinkSpec(spec);
  return parsed.ok && parsed.spec.kind === "serial" ? parsed.spec.baud / bitsPerByte : undefined;
};

/** One case for each message, so that its fields are checked against its name. */
export const writeMessage = (writer: FrameWriter, message: OutgoingMessage): Uint8Array => {
  switch (message.name) {
    case "COMMAND_LONG":
      return writer.write(message.name, message.fields);
    case "REQUEST_DATA_STREAM":
      return writer.write(message.name, message.fields);
    case "HEARTBEAT":
      return writer.write(message.name, message.fields);
  }
};
