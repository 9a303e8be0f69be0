/** Not `randomUUID`: a browser has that only on pages over https or of its own computer. */
const randomHex = (bytes: number): string =>
  [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const newPlanId = (): string => `plan-${randomHex(10)}`;

/** Of an element, a fence or a rally point. */
export const newPlanPartId = (): string => randomHex(6);
