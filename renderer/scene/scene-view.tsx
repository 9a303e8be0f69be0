import "./scene.css";
import { IconAlertTriangle, IconMap } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import type { MakePainter } from "./ground/picture-layers.ts";
import { SceneController } from "./scene-controller.ts";
import { SceneControls } from "./scene-controls.tsx";
import { listenToSceneKeys } from "./scene-keys.ts";

/** The 3D view, filling its parent. React mounts it and its controls; everything that moves in it is drawn outside of React. */
export const SceneView = ({ makePainter }: { readonly makePainter: MakePainter }) => {
  const t = useTranslate();
  const stores = useStores();
  const root = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const [controller, setController] = useState<SceneController | "unsupported">();
  useEffect(() => {
    if (root.current === null || labels.current === null) return undefined;
    let made: SceneController;
    try {
      made = new SceneController({ root: root.current, labels: labels.current, stores, makePainter });
    } catch {
      // Three says only that there was an error creating the context, whatever the reason is.
      setController("unsupported");
      return undefined;
    }
    setController(made);
    const offKeys = listenToSceneKeys(root.current, made);
    return () => {
      setController(undefined);
      offKeys();
      made.close();
    };
  }, [stores, makePainter]);
  return (
    <div className="lantern-scene">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the scene takes the focus so that arrow keys turn it */}
      <div className="scene-root" ref={root} role="application" aria-label={t("scene.label")} tabIndex={0}>
        <div className="scene-labels" ref={labels} />
      </div>
      {controller === "unsupported" && <Unsupported />}
      {controller instanceof SceneController && <SceneControls controller={controller} />}
    </div>
  );
};

/** No 3D graphics here: says so, and offers the map. */
const Unsupported = () => {
  const t = useTranslate();
  const { scene } = useStores();
  return (
    <div className="scene-away" role="alert">
      <IconAlertTriangle size={26} aria-hidden="true" />
      <p>{t("scene.unsupported")}</p>
      <button type="button" className="button" onClick={() => scene.getState().show("2d")}>
        <IconMap size={20} aria-hidden="true" />
        {t("scene.show2d")}
      </button>
    </div>
  );
};
