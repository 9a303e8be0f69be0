type Entries<T> = Readonly<Record<string, T>>;

/** Lays changed entries over known ones; `null` removes. The same object where nothing changed. */
export const mergeEntries = <T>(previous: Entries<T>, patch: Entries<T | null> | undefined): Entries<T> => {
  if (patch === undefined || Object.keys(patch).length === 0) return previous;
  const merged: Record<string, T> = { ...previous };
  for (const [id, value] of Object.entries(patch)) {
    if (value === null) delete merged[id];
    else merged[id] = value;
  }
  return merged;
};
