import "@mantine/core/styles.css";
import "./theme.css";
import "../panels/panels.css";
import "../panels/fleet.css";
import "../panels/vehicle.css";
import "../panels/thermal.css";
import "../panels/feeds/camera-panel.css";
import "../panels/feeds/feed-tile.css";
import "../panels/heat.css";
import "../panels/heat-details.css";
import "../panels/eyes/eyes.css";
import "../panels/alerts-links.css";
import "../panels/over-map.css";
import "../panels/fly/fly.css";
import "../panels/fly/parameters.css";
import "../panels/fly/deck.css";
import "../panels/fly/several.css";
import "../panels/fly/emergency.css";
import "../panels/plan/plan.css";
import "../panels/search/search.css";
import "../panels/incident/incident.css";
import "../panels/incident/messages.css";
import "../panels/plots/plots.css";
import "../panels/top-bar.css";
import "../panels/archive/archive.css";
import "../panels/timeline/timeline.css";
import { MantineProvider } from "@mantine/core";
import { useEffect, useLayoutEffect } from "react";
import { useStore } from "zustand";
import { FormatProvider } from "../panels/format-context.tsx";
import type { Stores } from "../stores/create-stores.ts";
import { languageOf, themeOf } from "../stores/settings-store.ts";
import { StoresProvider } from "../stores/stores-context.tsx";
import { mantineTheme } from "./mantine-theme.ts";
import { Screen } from "./screen.tsx";
import { TimeMachine } from "./time-machine.tsx";

/** The whole program, drawn from one set of stores at a time: the station as it is, or an instant of the archive. */
export const App = ({ stores }: { readonly stores: Stores }) => {
  const theme = useStore(stores.settings, themeOf);
  const language = useStore(stores.settings, languageOf);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const scheme = theme === "night" ? "dark" : "light";
  // Mantine writes this, too, but after the effects of what lies within it: canvases would read the last theme's colours.
  useLayoutEffect(() => document.documentElement.setAttribute("data-mantine-color-scheme", scheme), [scheme]);
  return (
    <MantineProvider theme={mantineTheme} forceColorScheme={scheme} withCssVariables={false} withGlobalClasses={false}>
      <StoresProvider stores={stores}>
        <FormatProvider>
          <TimeMachine live={stores}>
            <Screen />
          </TimeMachine>
        </FormatProvider>
      </StoresProvider>
    </MantineProvider>
  );
};
