import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ArgumentError, assertFields, assertOneOf, assertOptions } from "@dark-knowledge/core";
import { makeDirectory, writeDurably } from "@dark-knowledge/core/node";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import { exportOnnx, exportSafetensors } from "@dark-knowledge/export";
import { loadOnnxRuntime } from "@dark-knowledge/teachers/node";
import type { Student } from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";
import { type ComparedFigure, compareNets } from "./internal/compare-nets.ts";
import { eightBitModel } from "./internal/eight-bit-model.ts";
import { type FileSize, sizeOf } from "./internal/file-size.ts";
import { openOnnxNet } from "./internal/onnx-net.ts";
import { someExamples } from "./internal/some-examples.ts";

/** Options of {@link exportStudent}. */
export interface ExportStudentOptions {
  /**
   * The type of the weights. `"int8"` in an .onnx file is for activations too, whose ranges come from the examples. Default: `"float32"`.
   */
  readonly weights?: "float32" | "float16" | "int8";
  /** Replaces what is at the place already. Default: false. */
  readonly overwrite?: boolean;
  /** The time in milliseconds, such as `performance.now`: with it the answers to 1 and to 64 examples are timed. Default: they are not. */
  readonly now?: () => number;
  /** Stops before anything is written. */
  readonly signal?: AbortSignal;
}

/** The result of {@link exportStudent}. */
export interface ExportedStudent {
  readonly files: readonly FileSize[];
  /** The same figures of the student and of what was written; undefined for files without layers, which nothing can run. */
  readonly comparison?: readonly ComparedFigure[];
}

/**
 * Writes a student in the format of another program, runs what it wrote on examples, and compares the answers with the student's: an .onnx file in an ONNX
 * runtime; a directory for TensorFlow.js, with weights of fewer bits, as a student that `loadStudent` reads; or the weights alone as .safetensors.
 *
 * Class names, transforms of the inputs and the fingerprint are in all of them: in `metadata_props`, `student.json` or `__metadata__`. An .onnx file is compared before it is
 * written.
 *
 * @param to a file that ends in .onnx or .safetensors, or a directory
 * @param examples of the student, such as `loadExamples` reads; labels are counted where there are some. At most 10,000 are run
 * @throws ArgumentError when the format has no such weights, or the model has layers that it cannot hold
 * @throws Error when something is at the place already, no ONNX runtime is installed, or the disk refuses
 *
 * @example
 * ```ts no-run
 * import { exportStudent } from "@dark-knowledge/paper";
 * import { loadExamples, loadStudent } from "@dark-knowledge/training/node";
 *
 * const student = await loadStudent("runs/letters/student");
 * const { dataset } = await loadExamples(student.description, "letters.csv");
 * const { files, comparison } = await exportStudent(student, "letters.onnx", dataset, { weights: "int8" });
 * ```
 */
export async function exportStudent(
  student: Student,
  to: string,
  examples: Dataset,
  options: ExportStudentOptions = {},
): Promise<ExportedStudent> {
  assertOptions<ExportStudentOptions>(NAME, options, { weights: true, overwrite: true, now: true, signal: true });
  assertFields(NAME, options, { overwrite: "flag?", now: "function?", signal: "signal?" });
  assertFields(NAME, { to }, { to: "text" });
  assertFields(NAME, student, { description: "object", model: "object" }, { argument: "student", prefix: "student." });
  const { weights = "float32", overwrite = false } = options;
  const format = /\.(onnx|safetensors)$/.exec(to)?.[1] ?? "directory";
  assertOneOf(NAME, "weights", weights, ["float32", "float16", "int8"]);
  if (format === "safetensors" && weights === "int8")
    refuse("weights", 'must be "float32" or "float16" for .safetensors', '"int8"');
  if (!overwrite && (await exists(to)))
    throw new Error(`${NAME}: ${to} exists already; choose another place, or pass { overwrite: true }`);
  datasetSize(examples);
  const some = someExamples(examples, 10_000);
  if (format === "onnx") return toOnnx(student, to, some, { ...options, weights });
  if (format === "directory") return toDirectory(student, to, some, { ...options, weights });
  const { description } = student;
  const bytes = await exportSafetensors(student.model, {
    weights: weights as "float32",
    metadata: description,
  });
  return { files: [await write(to, bytes)] };
}

const NAME = "exportStudent";

type Whole = ExportStudentOptions & { readonly weights: NonNullable<ExportStudentOptions["weights"]> };

async function toOnnx(student: Student, to: string, examples: Dataset, options: Whole): Promise<ExportedStudent> {
  const { model, description } = student;
  const { weights, signal } = options;
  const runtime = await loadOnnxRuntime(NAME);
  const small = weights === "int8" ? await eightBitModel(model, examples) : undefined;
  try {
    const bytes = await exportOnnx(small ?? model, {
      ...(weights === "float16" ? { weights } : {}),
      ...{ outputs: [description.task === "numbers" ? "numbers" : "logits"], metadata: description },
    });
    const { net, close } = await openOnnxNet(runtime, bytes, model.inputs[0]!.shape.slice(1));
    try {
      const comparison = await compareNets(student, net, examples, options);
      signal?.throwIfAborted();
      return { files: [await write(to, bytes)], comparison };
    } finally {
      await close();
    }
  } finally {
    small?.dispose();
  }
}

async function toDirectory(student: Student, to: string, examples: Dataset, options: Whole): Promise<ExportedStudent> {
  const { weights, overwrite = false, signal } = options;
  const type = weights === "int8" ? "uint8" : weights;
  const { description, model } = student;
  await saveStudent(model, to, { description, weights: type, overwrite, ...(signal ? { signal } : {}) });
  const written = await loadStudent(to);
  try {
    const comparison = await compareNets(student, written.model, examples, options);
    const paths = ["model.json", "student.json", "weights.bin"].map((name) => join(to, name));
    return { files: await Promise.all(paths.map((path) => sizeOf(path))), comparison };
  } finally {
    written.dispose();
  }
}

async function write(to: string, bytes: Uint8Array): Promise<FileSize> {
  await makeDirectory(NAME, dirname(to));
  await writeDurably(dirname(to), basename(to), [bytes]);
  return sizeOf(to);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function refuse(argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName: NAME, argument, expected, received, code: "state" });
}
