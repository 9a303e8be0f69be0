import type { Frame } from "./frame.ts";
import { magic2, signatureLength } from "./frame-check.ts";

/**
 * Describes a frame that was checked before, of an id that is known or not: `known` and `bytes` stay as they are.
 * @param view of `frame.bytes`
 * @param start where its magic byte is; its header is there
 * @returns its whole length, bytes
 */
export const describeFrame = (frame: Frame, view: DataView, start: number): number => {
  const payloadLength = view.getUint8(start + 1);
  const isTwo = view.getUint8(start) === magic2;
  frame.start = start;
  frame.payloadLength = payloadLength;
  if (!isTwo) {
    frame.version = 1;
    frame.signed = false;
    frame.sequence = view.getUint8(start + 2);
    frame.systemId = view.getUint8(start + 3);
    frame.componentId = view.getUint8(start + 4);
    frame.messageId = view.getUint8(start + 5);
    frame.payloadStart = start + 6;
    frame.length = payloadLength + 8;
    return frame.length;
  }
  frame.version = 2;
  frame.signed = (view.getUint8(start + 2) & 1) === 1;
  frame.sequence = view.getUint8(start + 4);
  frame.systemId = view.getUint8(start + 5);
  frame.componentId = view.getUint8(start + 6);
  frame.messageId = view.getUint16(start + 7, true) | (view.getUint8(start + 9) << 16);
  frame.payloadStart = start + 10;
  frame.length = payloadLength + 12 + (frame.signed ? signatureLength : 0);
  return frame.length;
};
