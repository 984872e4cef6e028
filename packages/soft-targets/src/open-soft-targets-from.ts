import {
  ArgumentError,
  assertArray,
  assertFields,
  assertNumber,
  type Fields,
  formatValue,
  oneLine,
} from "@dark-knowledge/core";
import { isSameList, nameClasses } from "./internal/class-names.ts";
import { gatherRows, type LocatedRows } from "./internal/gather-rows.ts";
import type { OpenShard } from "./internal/open-shard.ts";
import { assertAnswers, readBlocks } from "./internal/read-blocks.ts";
import { createShardReader, type ShardReader } from "./internal/shard-reader.ts";
import {
  countRows,
  countUnanswered,
  MANIFEST_FILE,
  MOST_MANIFEST_BYTES,
  parseManifest,
  type SoftTargetManifest,
} from "./manifest.ts";
import type { SoftTargetAnswers, SoftTargetBlock, SoftTargetFiles, SoftTargets } from "./soft-targets.ts";

/** Options of {@link openSoftTargetsFrom}, and of everything that opens a store. */
export interface OpenSoftTargetsOptions {
  /** The expected teacher; answers of another one are refused. Default: any teacher. */
  readonly teacherFingerprint?: string;
  /** The expected classes, in order; another list is refused. Default: any classes. */
  readonly classNames?: readonly string[];
  /**
   * The memory to use. Default: 64 MiB. A store that fits is kept once it was read, shard by shard; of a larger one
   * rows are read by their places in the files, and no more is kept than where the ids are.
   */
  readonly cacheBytes?: number;
  /** Whether the checksum of each shard that is read as a whole is compared. Default: true. */
  readonly checksums?: boolean;
  /** Whether a store is opened whose recording did not finish. Default: false. */
  readonly allowIncomplete?: boolean;
}

const MOST_KEPT_BYTES = 2 ** 26;
const FILES = { locate: "function", readAll: "function", readRanges: "function", close: "function" } as const;
const ROWS = { ids: "values", augmentationSeed: "number" } as const;
const OPTIONS: Fields = {
  ...{ teacherFingerprint: "text?", classNames: "texts?", checksums: "flag?", allowIncomplete: "flag?" },
};

/**
 * Opens a store of teacher answers whose files come from anywhere.
 *
 * Only the manifest is read here. `openSoftTargets` of the `./node` subpath opens a directory, {@link fetchSoftTargets} an
 * address.
 *
 * @throws Error that names the file and the cure when the manifest is missing or damaged, is of another teacher or
 *   another list of classes, or its recording did not finish
 *
 * @example
 * ```ts
 * import { openSoftTargetsFrom } from "@dark-knowledge/soft-targets";
 *
 * const missing = () => Promise.reject(new Error("there is no manifest.json"));
 * const files = { locate: (file: string) => file, readAll: missing, readRanges: missing, close: async () => {} };
 * await openSoftTargetsFrom(files).catch((error) => error.message); // => "there is no manifest.json"
 * ```
 */
export async function openSoftTargetsFrom(
  files: SoftTargetFiles,
  options: OpenSoftTargetsOptions = {},
): Promise<SoftTargets> {
  assertFields("openSoftTargets", files, FILES, { argument: "files", prefix: "files." });
  assertFields("openSoftTargets", options, OPTIONS);
  const { cacheBytes = MOST_KEPT_BYTES, checksums = true } = options;
  assertNumber("openSoftTargets", "cacheBytes", cacheBytes, { min: 0 });
  const where = files.locate(MANIFEST_FILE);
  const bytes = await files.readAll(MANIFEST_FILE, MOST_MANIFEST_BYTES);
  assertArray("openSoftTargets", "what files.readAll resolves to", bytes, "Uint8Array");
  const manifest = parseManifest(new TextDecoder().decode(bytes), where);
  assertWanted(where, manifest, options);
  const reader = createShardReader(manifest, files, { cacheBytes, checksums });
  const views = viewsOf(manifest);

  /** The shard that would hold an id; −1 when none would. */
  function shardOf(view: readonly number[], id: number): number {
    let low = 0;
    let high = view.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const { firstId, lastId } = manifest.shards[view[middle]!]!;
      if (id < firstId) high = middle - 1;
      else if (id > lastId) low = middle + 1;
      else return view[middle]!;
    }
    return -1;
  }

  /** Where the answers to all ids are, or the first id that is not there. */
  async function locate(ids: ArrayLike<number>, augmentationSeed: number): Promise<LocatedRows | number> {
    const view = views.get(augmentationSeed) ?? [];
    const opens: OpenShard[] = new Array(ids.length);
    const rows = new Int32Array(ids.length);
    for (let position = 0; position < ids.length; position++) {
      const id = ids[position]!;
      const index = shardOf(view, id);
      if (index < 0) return id;
      let open = reader.open(index);
      // No promise where the shard is open: there is one for the whole batch already.
      if (open instanceof Promise) open = await open;
      const row = open.rowOf(id);
      if (row < 0) return id;
      opens[position] = open;
      rows[position] = row;
    }
    return { opens, rows };
  }

  return {
    manifest,
    files,
    async read(ids, augmentationSeed = 0): Promise<SoftTargetAnswers> {
      assertFields("SoftTargets.read", { ids, augmentationSeed }, ROWS);
      const located = await locate(ids, augmentationSeed);
      if (typeof located === "number") throw missingAnswer(where, manifest, located, augmentationSeed);
      const answers = await gatherRows(manifest, files, located);
      if (!reader.keepsShards) {
        assertAnswers(answers, manifest.classNames.length, manifest.task, (row) => {
          return { where: files.locate(located.opens[row]!.shard.file), id: ids[row]! };
        });
      }
      return answers;
    },
    async findMissing(ids, augmentationSeed = 0) {
      assertFields("SoftTargets.findMissing", { ids, augmentationSeed }, ROWS);
      const located = await locate(ids, augmentationSeed);
      return typeof located === "number" ? located : undefined;
    },
    blocks: () => readAllBlocks(manifest, files, reader),
    close: () => files.close(),
  };
}

async function* readAllBlocks(
  manifest: SoftTargetManifest,
  files: SoftTargetFiles,
  reader: ShardReader,
): AsyncIterable<SoftTargetBlock> {
  for (const index of manifest.shards.keys()) yield* readBlocks(manifest, files, await reader.load(index));
}

/** The numbers of the shards of each augmentation seed, in order. */
function viewsOf({ shards, augmentationSeeds }: SoftTargetManifest): ReadonlyMap<number, number[]> {
  const views = new Map<number, number[]>(augmentationSeeds.map((seed) => [seed, []]));
  for (const [index, { augmentationSeed }] of shards.entries()) views.get(augmentationSeed)!.push(index);
  return views;
}

function assertWanted(where: string, manifest: SoftTargetManifest, wanted: OpenSoftTargetsOptions): void {
  const { teacherFingerprint, classNames, isComplete, dataset, augmentationSeeds } = manifest;
  if (wanted.teacherFingerprint !== undefined && wanted.teacherFingerprint !== teacherFingerprint) {
    throw new Error(
      `openSoftTargets: ${where} has the answers of teacher ${oneLine(teacherFingerprint)}, not of ${oneLine(wanted.teacherFingerprint)}; record this teacher's into another directory`,
    );
  }
  if (wanted.classNames !== undefined && !isSameList(wanted.classNames, classNames)) {
    throw new Error(
      `openSoftTargets: ${where} is for the classes ${nameClasses(classNames)}, not ${nameClasses(wanted.classNames)}; record again with this list`,
    );
  }
  if (isComplete || wanted.allowIncomplete) return;
  const total = dataset.size * augmentationSeeds.length - countUnanswered(manifest);
  throw new Error(
    `openSoftTargets: ${where} has ${countRows(manifest)} of ${total} answers in shards, its recording did not finish; record again into the same directory to resume it`,
  );
}

function missingAnswer(
  where: string,
  { augmentationSeeds, unanswered = [] }: SoftTargetManifest,
  id: number,
  augmentationSeed: number,
): Error {
  if (!Number.isSafeInteger(id)) {
    return new ArgumentError({
      functionName: "SoftTargets.read",
      argument: "ids",
      expected: "must be integers",
      received: formatValue(id),
      code: "range",
    });
  }
  if (!augmentationSeeds.includes(augmentationSeed)) {
    const more = augmentationSeeds.length > 4 ? ", …" : "";
    return new Error(
      `SoftTargets.read: ${where} has no view with augmentation seed ${augmentationSeed} (it has ${augmentationSeeds.slice(0, 4).join(", ")}${more}); record these views too`,
    );
  }
  const isLeftOut = unanswered.some((part) => part.augmentationSeed === augmentationSeed && part.ids.includes(id));
  const cure = isLeftOut
    ? ", which its teacher did not answer; leave such examples out"
    : "; record the whole transfer set, and from the same dataset";
  return new Error(`SoftTargets.read: ${where} has no answer for example ${id}${cure}`);
}
