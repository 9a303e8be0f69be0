/** A body as it came, in memory of its own, so that it can be handed over to another thread; not copied where it is already. */
export const bodyBytes = (body: unknown): Uint8Array<ArrayBuffer> | undefined => {
  if (!(body instanceof Uint8Array)) return undefined;
  const { buffer } = body;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === body.length;
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(body);
};
