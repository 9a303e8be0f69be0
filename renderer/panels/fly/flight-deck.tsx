import { ActionBar } from "./action-bar.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { CustodyPrompts } from "./custody-prompt.tsx";
import { OperationsPanel } from "./operations-panel.tsx";

/** The corner from which vehicles are commanded: what is asked of this operator, what is under way, what can be done at once. */
export const FlightDeck = ({ withOperations }: { readonly withOperations: boolean }) => (
  <div className="flight-deck">
    <CustodyPrompts />
    {withOperations && <OperationsPanel alone={false} />}
    <BulkBar />
    <ActionBar />
  </div>
);
