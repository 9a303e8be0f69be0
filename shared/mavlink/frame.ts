/**
 * A checked frame as the scanner hands it over. One object is reused for every frame and `bytes` is the scanner's own
 * buffer: both are borrowed until the callback returns. Copy with `copyFrameBytes` what must live longer.
 */
export interface Frame {
  /** 1 or 2. */
  version: number;
  systemId: number;
  componentId: number;
  sequence: number;
  messageId: number;
  signed: boolean;
  /** The id is in the dialect, so the checksum was verified; unknown ids are handed over raw and unverified. */
  known: boolean;
  bytes: Uint8Array;
  /** Where the frame (its magic byte) starts in `bytes`, and its whole length with checksum and signature. */
  start: number;
  length: number;
  payloadStart: number;
  payloadLength: number;
}

/** A frame of nothing, to be filled again and again. @param bytes borrowed */
export const emptyFrame = (bytes: Uint8Array): Frame => ({
  version: 2,
  systemId: 0,
  componentId: 0,
  sequence: 0,
  messageId: 0,
  signed: false,
  known: true,
  bytes,
  start: 0,
  length: 0,
  payloadStart: 0,
  payloadLength: 0,
});

/** A copy of the whole frame, owned by the caller. */
export const copyFrameBytes = (frame: Frame): Uint8Array => frame.bytes.slice(frame.start, frame.start + frame.length);
