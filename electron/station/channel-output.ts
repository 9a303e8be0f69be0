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

/** Its fields were checked against its name where it was made. */
export const writeMessage = (writer: FrameWriter, message: OutgoingMessage): Uint8Array =>
  writer.write(message.name, message.fields);
