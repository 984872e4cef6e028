import { createHash } from "node:crypto";
import { ArgumentError, assertInteger, assertOneOf, formatValue } from "@dark-knowledge/core";
import type { LockOptions } from "@dark-knowledge/core/node";
import { assertStorable, createAnswerBuffer } from "../internal/answer-buffer.ts";
import { encodeShard } from "../internal/encode-shard.ts";
import { bytesPerRow, edgesOf, joinEdges } from "../internal/shard-layout.ts";
import type { SoftTargetEncoding, SoftTargetManifest } from "../manifest.ts";
import { prepareDirectory, shardName, type WritableDirectory } from "./internal/prepare-directory.ts";

/** What identifies a store, and how it is laid out. */
export interface SoftTargetWriterOptions extends LockOptions {
  readonly classNames: readonly string[];
  /** Whose answers these are, as `fingerprintWeights` of the training package makes it. */
  readonly teacherFingerprint: string;
  /** The ids of all examples, in ascending order. */
  readonly ids: ArrayLike<number>;
  /** Full rows in float32 when left out, which keeps every bit. */
  readonly encoding?: SoftTargetEncoding;
  /** The views of each example; `[0]`, the example as it is stored, when left out. */
  readonly augmentationSeeds?: readonly number[];
  /** What else decides how a view looks, such as `{ jitter: 2 }`. */
  readonly augmentation?: Readonly<Record<string, number | string | boolean>>;
  /** A hash of the examples themselves. */
  readonly datasetFingerprint?: string;
  /** Rows of one file; as many as take 16 MiB, at most 65,536, when left out. A crash costs no more than these. */
  readonly rowsPerShard?: number;
}

/** The examples whose answers are wanted next. */
export interface WantedAnswers {
  readonly ids: readonly number[];
  readonly augmentationSeed: number;
}

/** Records answers one batch after another. It holds the rows of one shard in memory and no more. */
export interface SoftTargetWriter {
  /** Answers that are safe on the disk, those of earlier runs included. */
  readonly recorded: number;
  /** All answers that the store will have. */
  readonly total: number;
  /** What is to be answered next, up to `most` examples of one view; undefined when all is answered. */
  next(most: number): WantedAnswers | undefined;
  /** Takes the answers to the examples that {@link next} told last: row-major logits at temperature 1, full rows. */
  append(logits: Float32Array): Promise<void>;
  /** Writes what is left and marks the store as complete. */
  finish(): Promise<void>;
  /** Lets go of the directory; without {@link finish} the store stays incomplete, and can be gone on with. */
  close(): Promise<void>;
}

const SHARD_BYTES = 2 ** 24;
const MOST_ROWS = 2 ** 16;
const NAME = "createSoftTargetWriter";

/**
 * Records soft targets into a directory, or goes on where an earlier recording ended.
 *
 * Each shard is written under a temporary name, brought to the disk, renamed, and then entered in `manifest.json`, which is
 * replaced as a whole. So a process may die at any moment: what is lost is the shard that was not entered yet.
 *
 * @param directory created when it is not there; empty, or with a recording of the same teacher, classes, examples and
 *   encoding. Views may be added to those that are there
 * @throws ArgumentError when an option is out of range
 * @throws Error when another process writes there, or what is there is something else
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { createSoftTargetWriter, openSoftTargets } from "@dark-knowledge/soft-targets/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/soft-targets-`);
 * const writer = await createSoftTargetWriter(directory, {
 *   classNames: ["cat", "dog"],
 *   teacherFingerprint: "teacher-1",
 *   ids: [3, 4, 9],
 * });
 * for (let wanted = writer.next(2); wanted !== undefined; wanted = writer.next(2)) {
 *   // Any teacher would do; this one answers [id, -id].
 *   await writer.append(Float32Array.from(wanted.ids.flatMap((id) => [id, -id])));
 * }
 * await writer.finish();
 * await writer.close();
 *
 * const softTargets = await openSoftTargets(directory, { teacherFingerprint: "teacher-1" });
 * const answers = await softTargets.read([9, 3]);
 * Array.from(answers.logits); // => [9, -9, 3, -3]
 * await softTargets.close();
 * ```
 */
export async function createSoftTargetWriter(
  directory: string,
  options: SoftTargetWriterOptions,
): Promise<SoftTargetWriter> {
  const plan = planStore(options);
  const { takeOver, onWait, signal } = options;
  const target = await prepareDirectory(NAME, directory, plan, { takeOver, onWait, signal });
  return startWriting(target, options.ids);
}

function startWriting(target: WritableDirectory, allIds: ArrayLike<number>): SoftTargetWriter {
  const { classNames, dataset, augmentationSeeds, rowsPerShard } = target.manifest;
  const classCount = classNames.length;
  const total = dataset.size * augmentationSeeds.length;
  const buffer = createAnswerBuffer(target.manifest);
  let recorded = target.manifest.shards.reduce((sum, { rows }) => sum + rows, 0);
  let buffered = 0;
  let wanted: WantedAnswers | undefined;

  function next(most: number): WantedAnswers | undefined {
    assertInteger("SoftTargetWriter.next", "most", most, { min: 1 });
    const position = recorded + buffered;
    if (position >= total) return undefined;
    const first = position % dataset.size;
    // Up to the end of the shard, which is never beyond the end of the view.
    const left = Math.min(rowsPerShard - buffered, dataset.size - first, most);
    wanted = {
      ids: Array.from({ length: left }, (_, index) => allIds[first + index]!),
      augmentationSeed: augmentationSeeds[Math.floor(position / dataset.size)]!,
    };
    return wanted;
  }

  async function append(logits: Float32Array): Promise<void> {
    const rows = wanted?.ids.length ?? 0;
    if (logits.length !== rows * classCount || rows === 0) {
      const expected = `must be ${rows} rows of ${classCount} logits (as next told)`;
      throw fail("SoftTargetWriter.append", "logits", expected, `length ${logits.length}`, "shape");
    }
    assertStorable("SoftTargetWriter.append", target.manifest, logits, wanted!.ids);
    buffer.set(buffered, logits);
    buffered += rows;
    wanted = undefined;
    if (buffered === rowsPerShard || (recorded + buffered) % dataset.size === 0) await flush();
  }

  async function flush(): Promise<void> {
    const first = recorded % dataset.size;
    const ids = Array.from({ length: buffered }, (_, index) => allIds[first + index]!);
    const augmentationSeed = augmentationSeeds[Math.floor(recorded / dataset.size)]!;
    const bytes = encodeShard(target.manifest, { ids, augmentationSeed, answers: buffer.first(buffered) });
    const [head, tail] = edgesOf(bytes.length);
    await target.addShard(bytes, {
      file: shardName(target.manifest.shards.length),
      augmentationSeed,
      rows: buffered,
      firstId: ids[0]!,
      lastId: ids.at(-1)!,
      bytes: bytes.length,
      sha256: sha256(bytes),
      metadataSha256: sha256(joinEdges(bytes.subarray(head.start, head.end), bytes.subarray(tail.start, tail.end))),
    });
    recorded += buffered;
    buffered = 0;
  }

  return {
    get recorded() {
      return recorded;
    },
    total,
    next,
    append,
    async finish() {
      if (recorded < total) {
        const expected = `must have ${total} answers before it is finished`;
        throw fail("SoftTargetWriter.finish", "writer", expected, String(recorded + buffered), "state");
      }
      await target.complete();
    },
    close: () => target.close(),
  };
}

/** The manifest of the store before anything is recorded. */
function planStore(options: SoftTargetWriterOptions): SoftTargetManifest {
  const { classNames, teacherFingerprint, ids, augmentationSeeds = [0], augmentation = {} } = options;
  const { encoding = { kind: "dense", dtype: "float32" }, datasetFingerprint, rowsPerShard } = options;
  if (classNames.length === 0) throw fail(NAME, "classNames", "must name at least one class", "0", "shape");
  if (teacherFingerprint === "") throw fail(NAME, "teacherFingerprint", "must not be empty", '""', "range");
  assertOneOf(NAME, "encoding.kind", encoding.kind, ["dense", "top-k"]);
  assertOneOf(NAME, "encoding.dtype", encoding.dtype, ["float16", "float32"]);
  if (encoding.kind === "top-k") {
    assertInteger(NAME, "encoding.k", encoding.k, { min: 1, below: classNames.length });
  }
  if (rowsPerShard !== undefined) assertInteger(NAME, "rowsPerShard", rowsPerShard, { min: 1 });
  if (augmentationSeeds.length === 0)
    throw fail(NAME, "augmentationSeeds", "must have at least one seed", "0", "shape");
  for (const [index, seed] of augmentationSeeds.entries()) {
    assertInteger(NAME, `augmentationSeeds[${index}]`, seed, { min: 0, below: 2 ** 32 });
    if (augmentationSeeds.indexOf(seed) === index) continue;
    throw fail(NAME, `augmentationSeeds[${index}]`, "must not come twice", String(seed), "range");
  }
  assertIds(ids);
  const manifest: SoftTargetManifest = {
    format: "dark-knowledge/soft-targets",
    version: 1,
    classNames: [...classNames],
    teacherFingerprint,
    dataset: {
      size: ids.length,
      idsSha256: hashIds(ids),
      ...(datasetFingerprint === undefined ? {} : { fingerprint: datasetFingerprint }),
    },
    // Rebuilt, because manifests are compared as they are written.
    encoding:
      encoding.kind === "dense"
        ? { kind: "dense", dtype: encoding.dtype }
        : { kind: "top-k", dtype: encoding.dtype, k: encoding.k },
    idType: ids[ids.length - 1]! < 2 ** 31 ? "int32" : "int64",
    augmentationSeeds: [...augmentationSeeds],
    augmentation: Object.fromEntries(Object.entries(augmentation).sort(([one], [other]) => (one < other ? -1 : 1))),
    rowsPerShard: 1,
    isComplete: false,
    shards: [],
  };
  const fitting = Math.max(1, Math.min(MOST_ROWS, Math.floor(SHARD_BYTES / bytesPerRow(manifest))));
  return { ...manifest, rowsPerShard: rowsPerShard ?? fitting };
}

function assertIds(ids: ArrayLike<number>): void {
  if (ids.length === 0) throw fail(NAME, "ids", "must have at least one id", "0", "shape");
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    if (!Number.isSafeInteger(id) || id < 0)
      throw fail(NAME, `ids[${index}]`, "must be an integer, at least 0", formatValue(id), "range");
    if (index > 0 && id <= ids[index - 1]!) {
      throw fail(NAME, `ids[${index}]`, `must be above the id before it, ${ids[index - 1]}`, String(id), "range");
    }
  }
}

function hashIds(ids: ArrayLike<number>): string {
  return sha256(new Uint8Array(Float64Array.from(ids).buffer));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function fail(
  functionName: string,
  argument: string,
  expected: string,
  received: string,
  code: "shape" | "range" | "state",
): ArgumentError {
  return new ArgumentError({ functionName, argument, expected, received, code });
}
