import { useState } from "react";
import { FleetPanel } from "../panels/fleet-panel.tsx";
import { TopBar } from "../panels/top-bar.tsx";

/** What fills the window: the map with its panels, or one panel alone. */
export const Screen = () => {
  const [, setHelpOpen] = useState(false);
  return (
    <div className="screen">
      <div className="map-layer" />
      <TopBar onHelp={() => setHelpOpen(true)} />
      <div className="column left">
        <FleetPanel alone={false} />
      </div>
      <div id="announcements" className="visually-hidden" aria-live="polite" />
    </div>
  );
};
