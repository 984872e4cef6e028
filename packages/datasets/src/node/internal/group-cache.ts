import type { FileCacheStatistics, StoredGroup } from "../../file-dataset.ts";

/** Keeps the row groups that were used last, within a limit of memory. */
export interface GroupCache {
  /** The row group, at once if it is there. */
  load(functionName: string, group: number): StoredGroup | Promise<StoredGroup>;
  statistics(): FileCacheStatistics;
  /** Forgets the row groups. */
  clear(): void;
}

/** How a {@link GroupCache} reads. */
interface GroupCacheOptions {
  readonly cacheBytes: number;
  /** The memory that a row group will take. */
  sizeOf(group: number): number;
  read(functionName: string, group: number): Promise<StoredGroup>;
}

/** Makes an empty cache. Room for a row group is made before it is read. */
export function createGroupCache({ cacheBytes, sizeOf, read }: GroupCacheOptions): GroupCache {
  // In the order of their last use.
  const held = new Map<number, StoredGroup>();
  const pending = new Map<number, Promise<StoredGroup>>();
  let [heldBytes, mostHeldBytes, reads] = [0, 0, 0];

  async function readNew(functionName: string, group: number): Promise<StoredGroup> {
    const size = sizeOf(group);
    for (const oldest of held.keys()) {
      if (heldBytes + size <= cacheBytes) break;
      held.delete(oldest);
      heldBytes -= sizeOf(oldest);
    }
    heldBytes += size;
    mostHeldBytes = Math.max(mostHeldBytes, heldBytes);
    reads++;
    try {
      const stored = await read(functionName, group);
      held.set(group, stored);
      return stored;
    } catch (cause) {
      heldBytes -= size;
      throw cause;
    } finally {
      pending.delete(group);
    }
  }

  return {
    load(functionName, group) {
      const found = held.get(group);
      if (found !== undefined) {
        held.delete(group);
        held.set(group, found);
        return found;
      }
      const reading = pending.get(group) ?? readNew(functionName, group);
      pending.set(group, reading);
      return reading;
    },
    clear() {
      for (const group of held.keys()) heldBytes -= sizeOf(group);
      held.clear();
    },
    statistics: () => ({ reads, heldBytes, mostHeldBytes }),
  };
}
