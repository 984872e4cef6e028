import * as tf from "@tensorflow/tfjs-core";
import { type ConformanceCase, differentiatedInputs } from "./conformance-case.ts";
import { type Dense, numbers, sizeOf } from "./dense.ts";

/** What an operation gave: its outputs or one gradient, or what it threw. */
export type Outcome = { readonly arrays: readonly Dense[] } | { readonly error: string };

/** What the current backend gave for each check: `value`, and `∂name` for each input that is differentiated. */
export type Outcomes = Readonly<Record<string, Outcome>>;

/** The gradient with respect to an output of this shape, which the operation is given. All elements differ. */
export function outgoingGradient(shape: readonly number[], output: number): Dense {
  return numbers(shape, 100 + output, 0.5, 1.5);
}

/**
 * Computes a case on the backend that tfjs is set to. Reads asynchronously only, as some backends cannot do otherwise.
 *
 * @param restart starts the backend afresh, after it has broken down: what it computes from then on is worth nothing
 */
export async function runCase(one: ConformanceCase, restart: () => Promise<void> = async () => {}): Promise<Outcomes> {
  const attempt = async (compute: () => tf.Tensor[]) => {
    const outcome = await read(compute);
    if ("error" in outcome && BREAKDOWN.test(outcome.error)) await restart();
    return outcome;
  };
  const outcomes: Record<string, Outcome> = {
    value: await attempt(() => computeOutputs(one)),
  };
  const names = differentiatedInputs(one);
  if (names.length === 0) return outcomes;
  const together = await attempt(() => computeGradients(one, names));
  for (const [index, name] of names.entries()) {
    // All gradients come from one call. Where it throws, each is asked for alone, to see which one is at fault.
    outcomes[`∂${name}`] =
      "error" in together ? await attempt(() => computeGradients(one, [name])) : { arrays: [together.arrays[index]!] };
  }
  return outcomes;
}

function computeOutputs(one: ConformanceCase): tf.Tensor[] {
  return [one.compute(tensorsOf(one))].flat();
}

function computeGradients(one: ConformanceCase, names: readonly string[]): tf.Tensor[] {
  const tensors = tensorsOf(one);
  const outputs = (...moved: tf.Tensor[]) =>
    [one.compute({ ...tensors, ...Object.fromEntries(names.map((name, index) => [name, moved[index]!])) })].flat();
  const weights = [one.oracle(one.inputs)].flat().map(({ shape }, output) => toTensor(outgoingGradient(shape, output)));
  const inputs = names.map((name) => tensors[name]!);
  if (weights.length === 1) return tf.grads((...moved) => outputs(...moved)[0]!)(inputs, weights[0]!);
  const weighted = (...moved: tf.Tensor[]) =>
    outputs(...moved)
      .map((output, index) => tf.sum(tf.mul(output, weights[index]!)))
      .reduce((sum, term) => tf.add(sum, term));
  return tf.grads(weighted)(inputs);
}

function tensorsOf({ inputs }: ConformanceCase): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, toTensor(input)]));
}

function toTensor({ dtype, shape, values }: Dense): tf.Tensor {
  const typed =
    dtype === "float32" ? Float32Array.from(values) : dtype === "int32" ? Int32Array.from(values) : undefined;
  return tf.tensor(typed ?? Uint8Array.from(values), [...shape], dtype);
}

/** What WebAssembly throws when its memory is no longer what it was. */
const BREAKDOWN = /abort|out of bounds|unreachable/i;

async function read(compute: () => tf.Tensor[]): Promise<Outcome> {
  await settle();
  tf.engine().startScope();
  try {
    const arrays = await inTime(Promise.all(compute().map(readTensor)));
    tf.engine().endScope();
    return { arrays };
  } catch (error) {
    endScopeQuietly();
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** A GPU takes many operations at once and drops them all when one is invalid; so this ends what was begun before. */
async function settle(): Promise<void> {
  const done = tf.tidy(() => tf.square(tf.ones([2])));
  await inTime(done.data()).catch(() => {});
  done.dispose();
}

const SECONDS = 30;

/** What a broken GPU command leaves behind may never be there to read. */
async function inTime<T>(result: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${SECONDS} seconds`)), 1000 * SECONDS);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** After an error a scope may be open no longer, or its tensors may not be there to dispose of. */
function endScopeQuietly(): void {
  try {
    tf.engine().endScope();
  } catch {
    // The error that came first is the one to report.
  }
}

async function readTensor(tensor: tf.Tensor): Promise<Dense> {
  const data = (await tensor.data()) as ArrayLike<number>;
  // A kernel that leaves elements out is as wrong as one that computes them wrongly.
  const values = Float64Array.from({ length: sizeOf(tensor.shape) }, (_, index) => data[index] ?? Number.NaN);
  return { dtype: tensor.dtype as Dense["dtype"], shape: tensor.shape, values };
}
