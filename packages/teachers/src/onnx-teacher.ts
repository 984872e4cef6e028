import { ArgumentError, assertFields, assertOneOf, assertOptions, formatValue, oneLine } from "@dark-knowledge/core";
import type { AnswerTask, ExternalTeacher, TeacherRequest } from "./external-teacher.ts";
import { ANSWER_TASKS } from "./internal/answer-forms.ts";
import { type Fit, fitLayout, type ImageLayout, layOut, type WantedShape } from "./internal/fit-layout.ts";
import { type OnnxGraph, readOnnxGraph, withOnnxOutput } from "./internal/read-onnx-graph.ts";
import { kindOfOnnxOutput, type OnnxOutputKind } from "./internal/softmax-of-onnx.ts";
import { toTensorData } from "./internal/to-tensor-data.ts";

/** As much of `onnxruntime-node` and `onnxruntime-web` as is needed. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: string): Promise<unknown>;
    create(model: Uint8Array): Promise<unknown>;
  };
  // Each of the many constructors takes a type, its numbers and the shape.
  readonly Tensor: new (
    type: never,
    data: never,
    dims: readonly number[],
  ) => unknown;
}

/** Options of {@link onnxTeacher}. */
export interface OnnxTeacherOptions {
  /** `onnxruntime-node`, or `onnxruntime-web`, as it is imported. */
  readonly runtime: OnnxRuntime;
  /** The input that takes the features. Default: the only one. */
  readonly input?: string;
  /** The output that answers. Default: the only one. */
  readonly output?: string;
  /** Where the model expects the channels of pictures. Default: whichever fits the shapes, if only one does. */
  readonly layout?: ImageLayout;
  /** The kind of targets that it answers for. Default: "classes". */
  readonly task?: AnswerTask;
  /**
   * The kind of output. Default: numbers where the task is numbers, else found in the graph. Required for a model of classes that is
   * given by its path.
   */
  readonly gives?: Gives;
  /** The names of its classes or outputs, in the order of its output. */
  readonly classNames?: readonly string[];
  /** Identifies the teacher, such as a hash of the file. */
  readonly fingerprint?: string;
}

/** The kinds of output. */
type Gives = (typeof GIVES)[number];

const GIVES = ["logits", "probs", "numbers"] as const;

/** A teacher in an ONNX runtime. */
export interface OnnxTeacher extends ExternalTeacher {
  close(): Promise<void>;
}

/** The session of a runtime. */
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly { readonly name: string; readonly type?: string; readonly shape?: WantedShape }[];
  run(feeds: Readonly<Record<string, unknown>>, fetches: readonly string[]): Promise<Readonly<Record<string, Output>>>;
  release(): Promise<void>;
}

interface Output {
  readonly type: string;
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}

/**
 * Takes an ONNX model as a teacher.
 *
 * The runtime is the caller's: `onnxruntime-node` is fast and runs in Node alone, `onnxruntime-web` runs in browsers and in Node, without an install
 * script. A softmax at the end, or of several classes a sigmoid, is found by the graph's last node and left out: the logits that go into it are asked for
 * instead, so that no probability is rounded to 0 or 1. The output of a model of numbers is taken as it is, in the unit of the data.
 *
 * A model with a fixed batch size is fed in pieces of that size. Numbers of a dataset are converted to the type that the input
 * takes; pictures are laid out as it takes them.
 *
 * @param model the bytes of the file; or a path (an address in a browser), which a model with weights in other files needs
 * @throws ArgumentError when an option is unknown, or the model has no such input or output, or several and none is named. Its answers
 *   reject with one where the features have another shape than the input
 * @throws Error when the runtime cannot load the model
 *
 * @example
 * ```ts no-run
 * import { readFile } from "node:fs/promises";
 * import { onnxTeacher } from "@dark-knowledge/teachers";
 * import * as runtime from "onnxruntime-node";
 *
 * const teacher = await onnxTeacher(await readFile("resnet.onnx"), { runtime, layout: "NCHW" });
 * ```
 */
export async function onnxTeacher(model: string | Uint8Array, options: OnnxTeacherOptions): Promise<OnnxTeacher> {
  assertOptions<OnnxTeacherOptions>(NAME, options, OPTIONS);
  const { runtime, layout, classNames, fingerprint } = options;
  if (typeof runtime?.InferenceSession?.create !== "function") {
    fail("runtime", "must be onnxruntime-node or onnxruntime-web, as it is imported", formatValue(runtime), "dtype");
  }
  if (layout !== undefined) assertOneOf(NAME, "layout", layout, ["NCHW", "NHWC"]);
  if (options.task !== undefined) assertOneOf(NAME, "task", options.task, ANSWER_TASKS);
  if (options.gives !== undefined) assertOneOf(NAME, "gives", options.gives, GIVES);
  const { source, output: given, kind } = prepare(model, options);
  const session = await load(runtime, source);
  const names = { inputNames: "texts", outputNames: "texts", run: "function" } as const;
  assertFields(NAME, session, names, { argument: "the session of the runtime", prefix: "the session's " });
  const input = nameOf("input", session.inputNames, options.input);
  const output = given ?? nameOf("output", session.outputNames, options.output);
  if (session.inputNames.length > 1) {
    fail("model", "must have one input", session.inputNames.join(", "), "state");
  }
  const { type = "float32", shape = [] } = session.inputMetadata.find(({ name }) => name === input) ?? {};

  /** Runs the examples from `from` on, as many as `count`, of which the last are filled up with 0. */
  async function run(
    values: Float32Array | Int32Array,
    fit: Fit,
    from: number,
    count: number,
  ): Promise<ArrayLike<number>> {
    const width = fit.shape.reduce((product, size) => product * size, 1);
    let part = values.subarray(from * width, (from + count) * width);
    if (part.length < count * width) {
      const filled = part instanceof Float32Array ? new Float32Array(count * width) : new Int32Array(count * width);
      filled.set(part);
      part = filled;
    }
    const data = toTensorData(NAME, input, type, part);
    const tensor = new runtime.Tensor(type as never, data as never, [count, ...fit.shape]);
    return (await session.run({ [input]: tensor }, [output]))[output]!.data;
  }

  let last: Promise<unknown> = Promise.resolve();
  const answer = async ({ ids, features, signal }: TeacherRequest) => {
    signal?.throwIfAborted();
    const fit = fitLayout(NAME, input, shape, features.shape.slice(1), layout);
    const values = layOut(features, fit);
    const size = typeof shape[0] === "number" && shape[0] > 0 ? shape[0] : Math.max(1, ids.length);
    const parts: ArrayLike<number>[] = [];
    for (let from = 0; from < ids.length; from += size) {
      signal?.throwIfAborted();
      parts.push(await run(values, fit, from, size));
    }
    const rows = joinRows(parts, size, ids.length);
    if (kind === "numbers") return { numbers: rows };
    return kind === "probs" ? { probs: rows } : { logits: rows };
  };
  return {
    ...(classNames === undefined ? {} : { classNames }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    // The web runtime runs one at a time.
    answer(request) {
      const next = last.then(() => answer(request));
      last = next.catch(() => {});
      return next;
    },
    async close() {
      await last;
      await session.release();
    },
  };
}

const NAME = "onnxTeacher";

const OPTIONS = {
  runtime: true,
  input: true,
  output: true,
  layout: true,
  task: true,
  gives: true,
  classNames: true,
  fingerprint: true,
} as const;

/** Looks at the end of the graph, and makes what goes into a softmax or a sigmoid the output. */
function prepare(
  model: string | Uint8Array,
  { gives, output, task = "classes" }: OnnxTeacherOptions,
): { source: string | Uint8Array; output?: string; kind: Gives } {
  const told = gives ?? (task === "numbers" ? "numbers" : undefined);
  if (told !== undefined) return { source: model, kind: told };
  if (typeof model === "string") {
    fail("gives", 'must be "logits" or "probs" for a model that is given by its path', "undefined", "state");
  }
  let end: OnnxOutputKind;
  let graph: OnnxGraph;
  try {
    graph = readOnnxGraph(model);
    const isKnown = output !== undefined && graph.outputs.includes(output);
    end = kindOfOnnxOutput(graph, isKnown ? output : nameOf("output", graph.outputs, output));
  } catch (error) {
    if (ArgumentError.is(error)) throw error;
    throw new Error(`${NAME}: the model ${(error as Error).message}; give the bytes of an .onnx file`);
  }
  if (end.kind === "logits" || end.kind === "probs") return { source: model, kind: end.kind };
  if (end.kind !== (task === "classes" ? "softmax" : "sigmoid")) {
    const ofTask = task === "classes" ? "of which an example has one" : "that do not exclude each other";
    const expected = `must be of classes ${ofTask} (task or gives says what a ${end.kind} at the end is)`;
    fail("output", expected, `a ${end.kind} at the end`, "state");
  }
  // It may be one of the outputs already.
  const source = graph.outputs.includes(end.logits) ? model : withOnnxOutput(model, end.logits);
  return { source, output: end.logits, kind: "logits" };
}

async function load(runtime: OnnxRuntime, source: string | Uint8Array): Promise<Session> {
  try {
    return (await runtime.InferenceSession.create(source as never)) as Session;
  } catch (error) {
    throw new Error(`${NAME}: the runtime cannot load the model: ${oneLine((error as Error).message, 200)}`);
  }
}

function nameOf(argument: "input" | "output", names: readonly string[], wanted?: string): string {
  if (wanted !== undefined) {
    assertOneOf(NAME, argument, wanted, names);
    return wanted;
  }
  if (names.length === 1) return names[0]!;
  const expected = `must be one of ${names.map((name) => JSON.stringify(name)).join(", ")}, for the model has several`;
  fail(argument, expected, "undefined", "state");
}

function joinRows(parts: readonly ArrayLike<number>[], size: number, rows: number): Float32Array {
  const width = parts.length === 0 ? 0 : parts[0]!.length / size;
  const joined = new Float32Array(rows * width);
  parts.forEach((part, index) => {
    const from = index * size * width;
    const count = Math.min(part.length, joined.length - from);
    for (let at = 0; at < count; at++) joined[from + at] = part[at]!;
  });
  return joined;
}

function fail(argument: string, expected: string, received: string, code: "state" | "dtype"): never {
  throw new ArgumentError({ functionName: NAME, argument, expected, received, code });
}
