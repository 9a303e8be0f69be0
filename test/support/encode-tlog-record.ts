/**
 * One record of a telemetry log: 8 bytes of big-endian microseconds since 1970 (UTC), then the frame. Written the plain
 * way, so that it can judge the program's faster one.
 * @param utcUs whole and not negative
 */
export const encodeTlogRecord = (utcUs: number, frameBytes: Uint8Array): Uint8Array => {
  const record = new Uint8Array(8 + frameBytes.length);
  new DataView(record.buffer).setBigUint64(0, BigInt(Math.round(utcUs)));
  record.set(frameBytes, 8);
  return record;
};
