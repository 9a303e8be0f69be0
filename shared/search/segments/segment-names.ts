/** Without I and O, which are taken for 1 and 0 on paper and on the radio. */
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** AA to ZZ, then AAA to ZZZ, and so on. */
const nameAt = (index: number): string => {
  let [length, of, left] = [2, letters.length ** 2, index];
  while (left >= of) {
    left -= of;
    of *= letters.length;
    length += 1;
  }
  let name = "";
  for (let i = 0; i < length; i += 1) {
    name = (letters[left % letters.length] ?? "") + name;
    left = Math.floor(left / letters.length);
  }
  return name;
};

/**
 * Letter pairs for new segments, in order, none of them in use: AA, AB ... ZZ, 576 of them, then AAA, AAB ...
 * @param taken names in use; upper or lower case alike
 */
export const segmentNames = (count: number, taken: Iterable<string> = []): readonly string[] => {
  const used = new Set(Array.from(taken, (name) => name.trim().toUpperCase()));
  const names: string[] = [];
  for (let index = 0; names.length < count; index += 1) {
    const name = nameAt(index);
    if (!used.has(name)) names.push(name);
  }
  return names;
};
