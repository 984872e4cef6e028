import { basename, dirname } from "node:path";
import { ArgumentError, assertFields, assertOptions, formatValue } from "@dark-knowledge/core";
import { writeDurably, writingCure } from "@dark-knowledge/core/node";
import { assertStore } from "../internal/assert-store.ts";
import type { SoftTargets } from "../soft-targets.ts";
import { fullRows } from "./internal/full-rows.ts";
import { npyHeader } from "./internal/npy-parts.ts";
import { parquetParts } from "./internal/parquet-parts.ts";

/** Options of {@link exportSoftTargets}. */
export interface ExportSoftTargetsOptions {
  /** The view to export. Default: the only one, or 0, the examples as they are stored. */
  readonly augmentationSeed?: number;
}

/** Result of {@link exportSoftTargets}. */
export interface ExportedSoftTargets {
  readonly answers: number;
  /** The files that were written. */
  readonly files: readonly string[];
}

/**
 * Writes the answers of a store to a file for other programs: logits at temperature 1, or numbers, in ascending order of the ids.
 *
 * - `.parquet`: the column `id` and a column for each class or output. Needs the package `hyparquet-writer`.
 * - `.npy`: a float32 array `[answers, classes]`; the ids go to a second file, `NAME.ids.npy`, as int64.
 *
 * Of top-k answers the rest of the mass is spread over the other classes. Files are complete or not there; existing
 * ones are replaced.
 *
 * @param path ends in `.parquet` or `.npy`
 * @throws ArgumentError when the ending is another one, or the store has no such view
 * @throws Error when a shard is damaged, a file cannot be written, or a class is called `id`
 * @see {@link importSoftTargets} for the other direction
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { exportSoftTargets, importSoftTargets, openSoftTargets } from "@dark-knowledge/soft-targets/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/answers-`);
 * await importSoftTargets(`${directory}/store`, { logits: [1, 2, 3, 4], classNames: ["cat", "dog"] });
 * const softTargets = await openSoftTargets(`${directory}/store`);
 * const { files } = await exportSoftTargets(softTargets, `${directory}/answers.npy`);
 * files.length; // => 2
 * await softTargets.close();
 * ```
 */
export async function exportSoftTargets(
  softTargets: SoftTargets,
  path: string,
  options: ExportSoftTargetsOptions = {},
): Promise<ExportedSoftTargets> {
  assertOptions<ExportSoftTargetsOptions>(NAME, options, { augmentationSeed: true });
  assertStore(NAME, softTargets);
  assertFields(NAME, { path }, { path: "text" });
  assertFields(NAME, options, { augmentationSeed: "number?" });
  const { classNames, shards, task } = softTargets.manifest;
  const seed = viewOf(softTargets, options.augmentationSeed);
  const rows = () => fullRows(softTargets, seed);
  const answers = shards.reduce((sum, shard) => sum + (shard.augmentationSeed === seed ? shard.rows : 0), 0);
  if (path.endsWith(".parquet")) {
    if (classNames.includes("id")) {
      throw new Error(
        `${NAME}: ${task === "numbers" ? "an output" : "a class"} is called id, as the column of the ids is; write an .npy file`,
      );
    }
    await write(path, parquetParts(rows(), classNames));
    return { answers, files: [path] };
  }
  if (!path.endsWith(".npy")) throw wrong("path", "must end in .parquet or .npy", formatValue(path));
  const ids = path.replace(/npy$/, "ids.npy");
  await write(
    ids,
    npyParts(npyHeader("<i8", [answers]), rows(), (block) => BigInt64Array.from(block.ids, BigInt)),
  );
  await write(
    path,
    npyParts(npyHeader("<f4", [answers, classNames.length]), rows(), ({ logits }) => logits),
  );
  return { answers, files: [path, ids] };
}

const NAME = "exportSoftTargets";

function viewOf({ manifest: { augmentationSeeds } }: SoftTargets, wanted: number | undefined): number {
  const seed = wanted ?? (augmentationSeeds.length === 1 ? augmentationSeeds[0]! : 0);
  if (augmentationSeeds.includes(seed)) return seed;
  const some = augmentationSeeds.slice(0, 4).join(", ");
  throw wrong(
    "augmentationSeed",
    `must be a view of the store (${some}${augmentationSeeds.length > 4 ? ", …" : ""})`,
    String(seed),
  );
}

async function* npyParts<Block>(
  header: Uint8Array,
  blocks: AsyncIterable<Block>,
  valuesOf: (block: Block) => Float32Array | BigInt64Array,
): AsyncGenerator<Uint8Array> {
  yield header;
  for await (const block of blocks) {
    const { buffer, byteOffset, byteLength } = valuesOf(block);
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

async function write(path: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await writeDurably(dirname(path), basename(path), parts);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]/.test(code)) throw error;
    throw new Error(`${NAME}: cannot write ${path} (${code}); ${writingCure({ code })}`, { cause: error });
  }
}

function wrong(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: NAME, argument, expected, received, code: "range" });
}
