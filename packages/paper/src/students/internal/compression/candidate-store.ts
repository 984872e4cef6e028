import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openDirectory } from "@dark-knowledge/core/node";
import type { CompressedCandidate } from "./compressed-candidate.ts";

/** A candidate that is trained, and the bytes of its model: packed, with gzip. */
export interface TrainedCandidate extends CompressedCandidate {
  /** SHA-256 of its weights. */
  readonly fingerprint: string;
}

/** The trained candidates of a search, in files that outlive it. */
export interface CandidateStore {
  /** Returns a candidate of the same search that was kept before. */
  find(name: string): Promise<TrainedCandidate | undefined>;
  /** Returns the bytes of a kept candidate's model. */
  read(name: string): Promise<Uint8Array>;
  keep(candidate: TrainedCandidate, bytes: Uint8Array): Promise<void>;
  /** Whether these are the weights of a candidate of this or another search that was kept here. */
  holds(fingerprint: string): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens the folder of a search, whose only writer this process then is.
 *
 * @param key all that determines a candidate besides its steps
 */
export async function openCandidateStore(folder: string, key: object): Promise<CandidateStore> {
  const directory = await openDirectory("compressStudent", folder, {
    isOwn: (name) => /^[0-9a-f]{16}\.(json|gz)$/.test(name),
  });
  const fileOf = (name: string) =>
    createHash("sha256")
      .update(JSON.stringify([key, name]))
      .digest("hex")
      .slice(0, 16);
  const read = async (file: string) => {
    try {
      return JSON.parse(await readFile(join(folder, file), "utf8")) as TrainedCandidate;
    } catch {
      // Missing or damaged: it is trained again.
      return undefined;
    }
  };
  return {
    find: (name) => read(`${fileOf(name)}.json`),
    read: (name) => readFile(join(folder, `${fileOf(name)}.gz`)),
    keep: (candidate, bytes) => {
      const file = fileOf(candidate.name);
      const record = new TextEncoder().encode(`${JSON.stringify(candidate)}\n`);
      // The record comes last: what it names is there.
      return directory.write([
        { name: `${file}.gz`, parts: [bytes] },
        { name: `${file}.json`, parts: [record] },
      ]);
    },
    async holds(fingerprint) {
      const records = (await directory.list()).filter((name) => name.endsWith(".json"));
      const kept = await Promise.all(records.map(read));
      return kept.some((one) => one?.fingerprint === fingerprint);
    },
    close: () => directory.close(),
  };
}
