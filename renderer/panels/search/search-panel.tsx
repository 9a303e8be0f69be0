import { PanelFrame } from "../panel-frame.tsx";

/** The search as the coordinator leads it: from the report to "found". */
export const SearchPanel = ({ alone }: { readonly alone: boolean }) => <PanelFrame name="search" alone={alone} />;
