/** Computes a constant on first use and keeps it, so that importing a module costs nothing. */
export const once = <T>(compute: () => T): (() => T) => {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
};
