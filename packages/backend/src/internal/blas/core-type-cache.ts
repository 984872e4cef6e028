import { nodeModule } from "../node-module.ts";

/** The cached findings about an OpenBLAS on a processor. */
export interface CoreTypeFacts {
  /** The core type that the library takes by itself. */
  readonly own: string;
  /** The fastest that computes correctly. */
  readonly best: string;
  /** The rate of each that was measured, in GFLOP/s. */
  readonly rates: Readonly<Record<string, number>>;
}

/** Where facts are kept from one process to the next. */
export interface CoreTypeCache {
  recall(key: string): CoreTypeFacts | undefined;
  remember(key: string, facts: CoreTypeFacts): void;
}

/** A file in the user's cache folder. One that cannot be read or written costs a measurement, nothing else. */
export function coreTypeFile(folderOf: () => string = cacheFolder): CoreTypeCache {
  const fileOf = (folder: string) => nodeModule("node:path").join(folder, "openblas-core-types.json");
  const read = (): Readonly<Record<string, unknown>> => {
    try {
      const entries: unknown = JSON.parse(nodeModule("node:fs").readFileSync(fileOf(folderOf()), "utf8"));
      return typeof entries === "object" && entries !== null ? (entries as Record<string, unknown>) : {};
    } catch {
      return {};
    }
  };
  return {
    recall(key) {
      const facts = read()[key];
      return isFacts(facts) ? facts : undefined;
    },
    remember(key, facts) {
      const { mkdirSync, renameSync, writeFileSync } = nodeModule("node:fs");
      try {
        const folder = folderOf();
        mkdirSync(folder, { recursive: true });
        const draft = `${fileOf(folder)}.${nodeModule("node:crypto").randomUUID()}`;
        writeFileSync(draft, `${JSON.stringify({ ...read(), [key]: facts }, null, 2)}\n`);
        renameSync(draft, fileOf(folder));
      } catch {
        // The next process measures again.
      }
    },
  };
}

function cacheFolder(): string {
  const { join } = nodeModule("node:path");
  const { XDG_CACHE_HOME } = nodeModule("node:process").env;
  return join(XDG_CACHE_HOME || join(nodeModule("node:os").homedir(), ".cache"), "dark-knowledge");
}

function isFacts(value: unknown): value is CoreTypeFacts {
  if (typeof value !== "object" || value === null) return false;
  const { own, best, rates } = value as Partial<Record<keyof CoreTypeFacts, unknown>>;
  const areRates = typeof rates === "object" && rates !== null && Object.values(rates).every(Number.isFinite);
  return typeof own === "string" && typeof best === "string" && areRates;
}
