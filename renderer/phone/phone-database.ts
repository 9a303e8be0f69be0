import type { OutboxItem } from "../../shared/wire/field.ts";

/** What waits to be sent, in the order in which it happened: `n` counts up. */
export interface Waiting {
  readonly n: number;
  readonly item: OutboxItem;
}

/** A photo that waits; the clue or message that names it may be gone before it. */
export interface WaitingPhoto {
  readonly fileId: string;
  readonly name: string;
  readonly bytes: Blob;
}

/** Where a phone keeps what must survive a reload and an empty battery. */
export interface PhoneStore {
  add(item: OutboxItem, photos?: readonly WaitingPhoto[]): Promise<number>;
  waiting(): Promise<readonly Waiting[]>;
  remove(ns: readonly number[]): Promise<void>;
  photos(): Promise<readonly WaitingPhoto[]>;
  removePhoto(fileId: string): Promise<void>;
  kept(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

const open = (factory: IDBFactory, name: string): Promise<IDBDatabase> => {
  const request = factory.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("outbox", { autoIncrement: true });
    request.result.createObjectStore("photos", { keyPath: "fileId" });
    request.result.createObjectStore("kept");
  };
  return done(request);
};

/** In the browser's IndexedDB. Each link has a database of its own: what one person wrote never goes out as another's. */
export const openPhoneDatabase = async (factory: IDBFactory, name: string): Promise<PhoneStore> => {
  const database = await open(factory, name);
  const write = (stores: readonly string[], work: (transaction: IDBTransaction) => void): Promise<void> => {
    // On the disk before anybody is told that it is kept: a battery may end any moment.
    const transaction = database.transaction([...stores], "readwrite", { durability: "strict" });
    work(transaction);
    return committed(transaction);
  };
  return {
    add: async (item, photos = []) => {
      let n = 0;
      await write(["outbox", "photos"], (transaction) => {
        const request = transaction.objectStore("outbox").add(item);
        request.onsuccess = () => {
          n = Number(request.result);
        };
        for (const photo of photos) transaction.objectStore("photos").put(photo);
      });
      return n;
    },
    waiting: async () => {
      const store = database.transaction("outbox").objectStore("outbox");
      const [keys, items] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      return keys.map((key, i) => ({ n: Number(key), item: items[i] as OutboxItem }));
    },
    remove: (ns) =>
      write(["outbox"], (transaction) => {
        for (const n of ns) transaction.objectStore("outbox").delete(n);
      }),
    photos: async () =>
      (await done(database.transaction("photos").objectStore("photos").getAll())) as readonly WaitingPhoto[],
    removePhoto: (fileId) => write(["photos"], (transaction) => void transaction.objectStore("photos").delete(fileId)),
    kept: async (key) => done(database.transaction("kept").objectStore("kept").get(key)) as Promise<unknown>,
    keep: (key, value) => write(["kept"], (transaction) => void transaction.objectStore("kept").put(value, key)),
  };
};

/** For browsers that keep nothing (a private window): until the page is closed. */
export const memoryStore = (): PhoneStore => {
  const items = new Map<number, OutboxItem>();
  const photos = new Map<string, WaitingPhoto>();
  const kept = new Map<string, unknown>();
  let n = 0;
  return {
    add: async (item, more = []) => {
      n += 1;
      items.set(n, item);
      for (const photo of more) photos.set(photo.fileId, photo);
      return n;
    },
    waiting: async () => [...items].map(([at, item]) => ({ n: at, item })),
    remove: async (ns) => {
      for (const at of ns) items.delete(at);
    },
    photos: async () => [...photos.values()],
    removePhoto: async (fileId) => void photos.delete(fileId),
    kept: async (key) => kept.get(key),
    keep: async (key, value) => void kept.set(key, value),
  };
};
