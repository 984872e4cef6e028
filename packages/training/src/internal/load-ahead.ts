/** Something with what was loaded for it. */
export interface Loaded<Item> {
  readonly item: Item;
  readonly loaded: unknown;
}

/** Loads what each item needs while the one before is in use, one at a time. */
export async function* loadAhead<Item>(
  items: AsyncIterable<Item>,
  load: ((item: Item) => Promise<unknown>) | undefined,
): AsyncGenerator<Loaded<Item>, void, undefined> {
  let next: Promise<Loaded<Item>> | undefined;
  for await (const item of items) {
    const ready = await next;
    next = (async () => ({ item, loaded: await load?.(item) }))();
    // It may fail while the one before is in use; that is said when its turn comes.
    next.catch(() => {});
    if (ready !== undefined) yield ready;
  }
  if (next !== undefined) yield await next;
}
