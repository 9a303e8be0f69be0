/** good, look at it, grave, nothing known. */
export type StateKind = "ok" | "warn" | "bad" | "idle";

/**
 * A state by shape as well as by colour: dot, triangle, octagon, ring. Decorative: the words stand beside it or in the
 * label of what it is in.
 */
export const StateMark = ({ state, sizePx = 14 }: { readonly state: StateKind; readonly sizePx?: number }) => (
  <svg className={`state-mark state-${state}`} width={sizePx} height={sizePx} viewBox="0 0 16 16" aria-hidden="true">
    {state === "ok" && <circle cx="8" cy="8" r="5" fill="currentColor" />}
    {state === "warn" && <path d="M8 1.5 15.3 14.5H.7z" fill="currentColor" />}
    {state === "bad" && <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />}
    {state === "idle" && <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2.5" />}
  </svg>
);
