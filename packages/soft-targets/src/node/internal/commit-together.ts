/** Items that are committed in groups. */
export interface Committer<Item> {
  /** Resolves when the item is committed. */
  add(item: Item): Promise<void>;
  /** Resolves when nothing is left to be done; rejects when something failed. */
  settle(): Promise<void>;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits together what comes together, and what comes while a commit is under way. After a failure nothing is committed any more.
 *
 * @param afterCommit runs after each commit, before the next; its failure meets those who come later
 */
export function commitTogether<Item>(
  commit: (items: readonly Item[]) => Promise<void>,
  afterCommit: () => Promise<void>,
): Committer<Item> {
  let waiting: Waiting<Item>[] = [];
  let work: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  function assertSound(): void {
    if (failure !== undefined) throw failure.error;
  }

  async function drain(): Promise<void> {
    // What is added in the same turn belongs to the first group.
    await undefined;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        assertSound();
        await commit(group.map(({ item }) => item));
      } catch (error) {
        failure ??= { error };
        for (const { reject } of group) reject(error);
        continue;
      }
      for (const { resolve } of group) resolve();
      await afterCommit().catch((error) => {
        failure ??= { error };
      });
    }
    work = undefined;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        work ??= drain();
      }),
    async settle() {
      await work;
      assertSound();
    },
  };
}
