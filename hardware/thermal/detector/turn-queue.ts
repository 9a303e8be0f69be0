/** The newest of each client, each client in its turn. */
export class TurnQueue<Client, Item> {
  /** In the order of their turns: who was served goes to the end. */
  readonly #waiting = new Map<Client, Item>();
  readonly #servedAt = new Map<Client, number>();
  #turns = 0;

  /** @returns the item whose place this one takes */
  offer(client: Client, item: Item): Item | undefined {
    const older = this.#waiting.get(client);
    this.#waiting.set(client, item);
    return older;
  }

  /** Takes what waits of the client that was served longest ago. */
  take(): { readonly client: Client; readonly item: Item } | undefined {
    let next: { client: Client; item: Item; servedAt: number } | undefined;
    for (const [client, item] of this.#waiting) {
      const servedAt = this.#servedAt.get(client) ?? 0;
      if (!next || servedAt < next.servedAt) next = { client, item, servedAt };
    }
    if (!next) return undefined;
    this.#waiting.delete(next.client);
    this.#servedAt.set(next.client, ++this.#turns);
    return next;
  }

  remove(client: Client): void {
    this.#waiting.delete(client);
    this.#servedAt.delete(client);
  }
}
