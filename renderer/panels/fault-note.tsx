import type { RequestState } from "./use-request.ts";

/** The station's own words about what went wrong, in English: beside ours, for whoever has to look closer. */
export const StationWords = ({ text }: { readonly text: string | undefined }) =>
  text === undefined || text === "" ? undefined : (
    <span className="station-words words" lang="en">
      {text}
    </span>
  );

/** Why a request came to nothing, and what to do; nothing while there is nothing to say. */
export const FaultNote = ({ state }: { readonly state: RequestState }) =>
  state.state === "failed" ? (
    <p className="fault" role="alert">
      {state.text}
      <StationWords text={state.detail} />
    </p>
  ) : undefined;
