import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nativeLayers } from "@dark-knowledge/backend";
import { createDataset } from "@dark-knowledge/datasets";
import { exportOnnx } from "@dark-knowledge/export";
import { artifactsOf, compileModel } from "@dark-knowledge/runtime";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import * as web from "onnxruntime-web";

/** Somebody who answers. */
export interface Lane {
  readonly name: string;
  /** Whether it has quantised weights and activations, so that its answers are others. */
  readonly isInt8?: boolean;
  /** The logits of some examples. */
  answer(examples: Float32Array, shape: readonly number[]): Float32Array | Promise<Float32Array>;
}

type Runtime = Pick<typeof web, "InferenceSession" | "Tensor">;

/** The names of our own lanes, which the others are compared with. */
export const OWN = ["compiled plan", "loadStudent"] as const;

/** What is timed besides. */
interface Others {
  /** A folder in which onnxruntime-node is installed. */
  readonly nodeFolder: string | undefined;
  /** The model as an ONNX file with int8 weights and activations. */
  readonly int8: Uint8Array | undefined;
}

/** All lanes for a model on the current backend, each with one thread, the plan with the backend's native library if there is one. */
export async function openLanes(model: LayersModel, { nodeFolder, int8 }: Others): Promise<readonly Lane[]> {
  web.env.wasm.numThreads = 1;
  const files = [{ bytes: await exportOnnx(model), isInt8: false }];
  if (int8 !== undefined) files.push({ bytes: int8, isInt8: true });
  const net = compileModel(await artifactsOf(model), { native: nativeLayers() });
  const plan: Lane = { name: OWN[0], answer: (examples) => net.predict(examples) };
  const lanes = [plan, await studentLane(model), tfjsLane(model)];
  for (const file of files) lanes.push(await onnxLane("onnxruntime-web", web, file));
  if (nodeFolder === undefined) return lanes;
  const path = createRequire(`${nodeFolder}/`).resolve("onnxruntime-node");
  const { default: node } = (await import(pathToFileURL(path).href)) as { default: Runtime };
  for (const file of files) lanes.push(await onnxLane("onnxruntime-node", node, file));
  return lanes;
}

/** A saved student as a program in Node has it: it takes raw examples, and chooses by itself between its plan and the backend. */
async function studentLane(model: LayersModel): Promise<Lane> {
  const exampleShape = model.inputs[0]!.shape.slice(1) as number[];
  const size = exampleShape.reduce((product, one) => product * one, 1);
  const dataset = createDataset({
    ...{ features: new Float32Array(size), labels: Int32Array.of(0), exampleShape },
    classNames: Array.from({ length: 10 }, (_, label) => `${label}`),
  });
  const directory = await mkdtemp(join(tmpdir(), "answers-"));
  await saveStudent(model, join(directory, "student"), { dataset });
  const student = await loadStudent(join(directory, "student"));
  await rm(directory, { recursive: true });
  // Such a program has an array for each example; the other lanes are given the row that they take.
  const known = new WeakMap<Float32Array, readonly Float32Array[]>();
  return {
    name: OWN[1],
    async answer(examples, [count]) {
      const raws =
        known.get(examples) ?? Array.from({ length: count! }, (_, row) => examples.slice(row * size, (row + 1) * size));
      known.set(examples, raws);
      return (await student.predictLogits(raws)).data;
    },
  };
}

async function onnxLane(
  name: string,
  runtime: Runtime,
  { bytes, isInt8 }: { readonly bytes: Uint8Array; readonly isInt8: boolean },
): Promise<Lane> {
  const session = await runtime.InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    name: isInt8 ? `${name}, int8` : name,
    isInt8,
    async answer(examples, shape) {
      const { output } = await session.run({ input: new runtime.Tensor("float32", examples, shape) });
      return output!.data as Float32Array;
    },
  };
}

function tfjsLane(model: LayersModel): Lane {
  return {
    name: "tfjs",
    async answer(examples, shape) {
      const logits = tf.tidy(() => model.predict(tf.tensor(examples, [...shape])) as tf.Tensor);
      const values = (await logits.data()) as Float32Array;
      logits.dispose();
      return values;
    },
  };
}
