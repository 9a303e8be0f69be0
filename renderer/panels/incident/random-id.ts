/** Not `randomUUID`: a browser has that only on pages over https or of its own computer. */
export const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
