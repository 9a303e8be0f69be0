import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { startClient } from "./start-client.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with id root.");
createRoot(root).render(<App stores={startClient(window)} />);
