import { join } from "node:path";
import { drawCaseData } from "./case-data.ts";
import { type Case, PLACED_CACHE_BYTES, type StoreCase } from "./cases.ts";
import { type PeerOptions, RESIDENT_PEER, startPeerProcess } from "./peer-process.ts";
import type { ResidentAnswer, ResidentSample } from "./protocol.ts";
import { recordStore, storeDirectory } from "./record-store.ts";

/** The memory of one process that read one store. */
export interface ResidentResult {
  readonly caseId: string;
  readonly rows: number;
  /** Whether the store was kept in memory, or read by its places in the files. */
  readonly isKept: boolean;
  readonly memory: readonly ResidentSample[] | { readonly failure: string };
}

const BATCHES = 4000;
/** What `openSoftTargets` takes when nothing is said. */
const KEPT_CACHE_BYTES = 2 ** 26;

/** How many processes {@link measureResident} starts. */
export function residentTurns(cases: readonly Case[]): number {
  return 3 * cases.filter(({ kind }) => kind === "store").length;
}

/** Each store, and one with a tenth of its rows, in processes of their own. */
export async function measureResident(
  cases: readonly Case[],
  options: PeerOptions,
  onTurn: () => void,
): Promise<ResidentResult[]> {
  const results: ResidentResult[] = [];
  for (const one of cases) {
    if (one.kind !== "store") continue;
    const tenth: StoreCase = { ...one, rows: Math.ceil(one.rows / 10) };
    const small = join(options.folder, `${one.id}-tenth`);
    await recordStore(small, tenth, drawCaseData(one), () => {});
    const stores = [
      { directory: small, rows: tenth.rows, isKept: false },
      { directory: storeDirectory(options.folder, one.id), rows: one.rows, isKept: false },
      { directory: storeDirectory(options.folder, one.id), rows: one.rows, isKept: true },
    ];
    for (const { directory, rows, isKept } of stores) {
      results.push({ caseId: one.id, rows, isKept, memory: await residentOf(directory, isKept, options) });
      onTurn();
    }
  }
  return results;
}

async function residentOf(directory: string, isKept: boolean, options: PeerOptions): Promise<ResidentResult["memory"]> {
  const peer = await startPeerProcess(RESIDENT_PEER, { ...options, exposeGc: true });
  try {
    if ("unavailable" in peer.greeting) return { failure: peer.greeting.unavailable };
    const cacheBytes = isKept ? KEPT_CACHE_BYTES : PLACED_CACHE_BYTES;
    return (await peer.ask<ResidentAnswer>({ do: "memory", directory, cacheBytes, batches: BATCHES })).memory;
  } catch (error) {
    return { failure: (error as Error).message };
  } finally {
    peer.close();
  }
}
