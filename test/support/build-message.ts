import { decodeMessage, FrameWriter } from "../../shared/mavlink/codec.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import type { MavlinkMessage, MessageFields, MessageName } from "../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";

/** Scans one whole frame and hands it over with its message, as a link would. */
export const scanOne = (bytes: Uint8Array, use: (frame: Frame, message: MavlinkMessage | undefined) => void): void => {
  new FrameScanner().push(bytes, (frame) => use(frame, decodeMessage(frame)));
};

/** A message as it comes out of the decoder after a trip over the wire; missing fields are 0. */
export const buildMessage = <Name extends MessageName>(
  name: Name,
  fields: Partial<MessageFields[Name]>,
): MavlinkMessage => {
  let built: MavlinkMessage | undefined;
  scanOne(new FrameWriter({ systemId: 1, componentId: 1 }).write(name, fields), (_frame, message) => {
    built = message;
  });
  if (built === undefined) throw new Error(`${name} didn't survive the wire.`);
  return built;
};
