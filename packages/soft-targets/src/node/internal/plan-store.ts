import {
  ArgumentError,
  assertFields,
  assertInteger,
  assertOneOf,
  type Fields,
  formatValue,
} from "@dark-knowledge/core";
import { bytesPerRow } from "../../internal/shard-layout.ts";
import { SOFT_TARGET_TASKS, type SoftTargetManifest } from "../../manifest.ts";
import type { SoftTargetWriterOptions } from "../soft-target-writer.ts";
import { checkGivenAs } from "./check-given-as.ts";
import { sha256Hex } from "./sha256-hex.ts";

const SHARD_BYTES = 2 ** 24;
const MOST_ROWS = 2 ** 16;
const NAME = "createSoftTargetWriter";

const OPTIONS: Fields = {
  ...{ classNames: "texts", teacherFingerprint: "text", ids: "values", encoding: "object?", augmentation: "object?" },
  task: "text?",
  ...{ augmentationSeeds: "numbers?", datasetFingerprint: "text?", givenAs: "object?" },
};

/** The manifest of the store before anything is recorded. */
export function planStore(options: SoftTargetWriterOptions): SoftTargetManifest {
  assertFields(NAME, options, OPTIONS);
  const { classNames, teacherFingerprint, ids, augmentationSeeds = [0], augmentation = {} } = options;
  const { encoding = { kind: "dense", dtype: "float32" }, datasetFingerprint, rowsPerShard, givenAs } = options;
  assertOneOf(NAME, "task", options.task ?? "classes", SOFT_TARGET_TASKS);
  const task = options.task === "classes" ? undefined : options.task;
  if (classNames.length === 0) throw fail("classNames", "must name at least one class", "0", "shape");
  if (teacherFingerprint === "") throw fail("teacherFingerprint", "must not be empty", '""', "range");
  assertOneOf(NAME, "encoding.kind", encoding.kind, task === undefined ? ["dense", "top-k"] : ["dense"]);
  assertOneOf(NAME, "encoding.dtype", encoding.dtype, ["float16", "float32"]);
  if (encoding.kind === "top-k") {
    assertInteger(NAME, "encoding.k", encoding.k, { min: 1, below: classNames.length });
  }
  if (rowsPerShard !== undefined) assertInteger(NAME, "rowsPerShard", rowsPerShard, { min: 1 });
  if (augmentationSeeds.length === 0) throw fail("augmentationSeeds", "must have at least one seed", "0", "shape");
  for (const [index, seed] of augmentationSeeds.entries()) {
    assertInteger(NAME, `augmentationSeeds[${index}]`, seed, { min: 0, below: 2 ** 32 });
    if (augmentationSeeds.indexOf(seed) === index) continue;
    throw fail(`augmentationSeeds[${index}]`, "must not come twice", String(seed), "range");
  }
  for (const [name, value] of Object.entries(augmentation)) {
    if (["number", "string", "boolean"].includes(typeof value)) continue;
    throw fail(`augmentation.${name}`, "must be a number, a string, true or false", formatValue(value), "range");
  }
  assertIds(ids);
  const manifest: SoftTargetManifest = {
    format: "dark-knowledge/soft-targets",
    version: task === undefined ? 1 : 2,
    ...(task === undefined ? {} : { task }),
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
    ...(givenAs === undefined ? {} : { givenAs: checkGivenAs(NAME, givenAs, task) }),
    rowsPerShard: 1,
    isComplete: false,
    shards: [],
  };
  const fitting = Math.max(1, Math.min(MOST_ROWS, Math.floor(SHARD_BYTES / bytesPerRow(manifest))));
  return { ...manifest, rowsPerShard: rowsPerShard ?? fitting };
}

function assertIds(ids: ArrayLike<number>): void {
  if (ids.length === 0) throw fail("ids", "must have at least one id", "0", "shape");
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    if (!Number.isSafeInteger(id) || id < 0)
      throw fail(`ids[${index}]`, "must be an integer, at least 0", formatValue(id), "range");
    if (index > 0 && id <= ids[index - 1]!) {
      throw fail(`ids[${index}]`, `must be above the id before it, ${ids[index - 1]}`, String(id), "range");
    }
  }
}

function hashIds(ids: ArrayLike<number>): string {
  return sha256Hex(new Uint8Array(Float64Array.from(ids).buffer));
}

function fail(argument: string, expected: string, received: string, code: "shape" | "range"): ArgumentError {
  return new ArgumentError({ functionName: NAME, argument, expected, received, code });
}
