import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { useRowWindow } from "../search/use-row-window.ts";

const stepOf = (key: string, at: number, count: number): number | undefined => {
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + 8,
    PageUp: at - 8,
    Home: 0,
    End: count - 1,
  };
  const next = to[key];
  return next === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, next));
};

/** A long list of which only what is in sight is drawn; arrows go through it, Enter opens a line. */
export const RowList = <T,>(props: {
  readonly label: string;
  readonly rows: readonly T[];
  readonly rowPx: number;
  readonly keyOf: (row: T) => string;
  readonly className?: (row: T) => string;
  readonly onOpen: (row: T) => void;
  readonly onHover?: (row: T | undefined) => void;
  readonly children: (row: T) => ReactNode;
}) => {
  const { rows, rowPx, keyOf, onOpen, onHover } = props;
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [at, setAt] = useState(-1);
  const { from, to } = useRowWindow(list, rows.length, rowPx);
  const moveTo = (next: number) => {
    setAt(next);
    const row = rows[next];
    if (row !== undefined) onHover?.(row);
    const body = list.current?.closest(".panel-body");
    if (body == null || list.current === null) return;
    const top = list.current.getBoundingClientRect().top - body.getBoundingClientRect().top + next * rowPx;
    if (top < rowPx) body.scrollBy({ top: top - rowPx });
    else if (top + 2 * rowPx > body.clientHeight) body.scrollBy({ top: top + 2 * rowPx - body.clientHeight });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      const row = rows[at];
      if (row === undefined) return;
      event.preventDefault();
      onOpen(row);
      return;
    }
    const next = stepOf(event.key, at, rows.length);
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  };
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={props.label}
      aria-activedescendant={at >= from && at < to ? `${id}-${at}` : undefined}
      tabIndex={0}
      className="row-list"
      style={{ height: rows.length * rowPx }}
      onKeyDown={onKey}
      onBlur={() => setAt(-1)}
    >
      {rows.slice(from, to).map((row, i) => {
        const index = from + i;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys, as a listbox does
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the list
          <div
            key={keyOf(row)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            className={`row ${props.className?.(row) ?? ""} ${index === at ? "active" : ""}`}
            style={{ top: index * rowPx, height: rowPx }}
            onClick={() => onOpen(row)}
            onPointerEnter={() => onHover?.(row)}
            onPointerLeave={() => onHover?.(undefined)}
          >
            {props.children(row)}
          </div>
        );
      })}
    </div>
  );
};
