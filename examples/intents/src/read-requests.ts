import { loadTable } from "@dark-knowledge/datasets/node";

/** Requests with their intents. */
export interface Requests {
  readonly texts: readonly string[];
  readonly intents: readonly string[];
  /** The places of those to learn from, and of those to test with. */
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Reads requests, of each part at most so many. The file has a request of every intent, then another one of every intent, and so on. */
export async function readRequests(path: string, most: Readonly<Record<string, number>> = {}): Promise<Requests> {
  const [parts, intents, texts] = (await loadTable(path)).columns as [string[], string[], string[]];
  const rows = ["train", "test"].map((name) =>
    Array.from(parts.keys())
      .filter((row) => parts[row] === name)
      .slice(0, most[name]),
  );
  const all = rows.flat();
  return {
    texts: all.map((row) => texts[row]!),
    intents: all.map((row) => intents[row]!),
    train: Array.from(rows[0]!.keys()),
    test: Array.from(rows[1]!.keys(), (place) => rows[0]!.length + place),
  };
}
