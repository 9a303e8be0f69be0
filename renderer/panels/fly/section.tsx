import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** A part of a tab that opens and closes; what is inside of a closed one isn't there at all. */
export const Section = (props: {
  readonly title: string;
  /** Beside the title, also while it is closed. */
  readonly note?: ReactNode;
  readonly open?: boolean;
  readonly children: ReactNode;
}) => (
  <details className="section" open={props.open}>
    <summary>
      <IconChevronRight className="section-chevron" size={18} aria-hidden="true" />
      <h3>{props.title}</h3>
      {props.note !== undefined && <span className="section-note">{props.note}</span>}
    </summary>
    <div className="section-body">{props.children}</div>
  </details>
);
