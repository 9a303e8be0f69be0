import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLead } from "./use-lead.ts";

/** Controls that only the coordinator has: for others they are off as one. */
export const LeadPart = ({ children }: { readonly children: ReactNode }) => (
  <fieldset className="lead-part" disabled={!useLead().may}>
    {children}
  </fieldset>
);

/** Says once, at the top, why things are off. */
export const LeadNote = () => {
  const { reason } = useLead();
  if (reason === undefined) return undefined;
  return (
    <p className="lead-note" role="status">
      <IconLock size={16} aria-hidden="true" />
      {reason}
    </p>
  );
};
