/** What of a service worker's world is used; the page's types know it not. */
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchHappened) => void): void;
}
interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchHappened {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = self as unknown as WorkerScope;
const cacheName = "lantern-phone";

/** The page with all the files it names, so that it opens without network, the map's piece included. */
const keepPage = async (): Promise<void> => {
  const cache = await caches.open(cacheName);
  const answer = await fetch(scope.registration.scope, { cache: "no-store" });
  if (!answer.ok) return;
  const page = await answer.clone().text();
  await cache.put(scope.registration.scope, answer);
  await keepFiles(cache, page, new Set());
};

/** Files name further ones: "assets/NAME" or, between themselves, "./NAME". */
const keepFiles = async (cache: Cache, text: string, seen: Set<string>): Promise<void> => {
  const names = [...text.matchAll(/(?:assets\/|\.\/)([\w.-]+-[\w-]{8}\.(?:js|css))/g)].map(([, name]) => name ?? "");
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    const address = new URL(`assets/${name}`, scope.registration.scope).href;
    const kept = (await cache.match(address)) ?? (await fetch(address));
    if (!kept.ok) continue;
    await cache.put(address, kept.clone());
    if (name.endsWith(".js")) await keepFiles(cache, await kept.text(), seen);
  }
};

/** Assets by their names, which change with their content; the page from the network where there is one. */
const answer = async (request: Request): Promise<Response> => {
  const cache = await caches.open(cacheName);
  const isAsset = new URL(request.url).pathname.includes("/assets/");
  const kept = await cache.match(isAsset ? request : scope.registration.scope);
  if (isAsset && kept !== undefined) return kept;
  try {
    const fresh = await fetch(request, isAsset ? {} : { cache: "no-cache" });
    if (fresh.ok) void cache.put(isAsset ? request : scope.registration.scope, fresh.clone());
    return fresh;
  } catch (error) {
    if (kept !== undefined) return kept;
    throw error;
  }
};

scope.addEventListener("install", (event) => event.waitUntil(keepPage().then(() => scope.skipWaiting())));
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  // What the page asks of the station is its own business: it keeps what matters itself.
  if (request.method !== "GET" || pathname.startsWith("/api/")) return;
  if (pathname === "/f/" || pathname.startsWith("/f/assets/")) event.respondWith(answer(request));
});
