import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { exportOnnx } from "@dark-knowledge/export";
import { artifactsOf, compileModel } from "@dark-knowledge/runtime";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import * as web from "onnxruntime-web";

/** Somebody who answers. */
export interface Lane {
  readonly name: string;
  /** The logits of some examples. */
  answer(examples: Float32Array, shape: readonly number[]): Float32Array | Promise<Float32Array>;
}

type Runtime = Pick<typeof web, "InferenceSession" | "Tensor">;

/** The name of our own lane. */
export const OWN = "compiled plan";

/** All lanes for a model, each with one thread; onnxruntime-node where a folder is named in which it is installed. */
export async function openLanes(model: LayersModel, nodeFolder: string | undefined): Promise<readonly Lane[]> {
  web.env.wasm.numThreads = 1;
  const bytes = await exportOnnx(model);
  const net = compileModel(await artifactsOf(model));
  const own: Lane = { name: OWN, answer: (examples) => net.predict(examples) };
  const lanes = [own, tfjsLane(model), await onnxLane("onnxruntime-web", web, bytes)];
  if (nodeFolder === undefined) return lanes;
  const path = createRequire(`${nodeFolder}/`).resolve("onnxruntime-node");
  const { default: node } = (await import(pathToFileURL(path).href)) as { default: Runtime };
  return [...lanes, await onnxLane("onnxruntime-node", node, bytes)];
}

async function onnxLane(name: string, runtime: Runtime, bytes: Uint8Array): Promise<Lane> {
  const session = await runtime.InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    name,
    async answer(examples, shape) {
      const { output } = await session.run({ input: new runtime.Tensor("float32", examples, shape) });
      return output!.data as Float32Array;
    },
  };
}

function tfjsLane(model: LayersModel): Lane {
  return {
    name: `tfjs on ${tf.getBackend()}`,
    async answer(examples, shape) {
      const logits = tf.tidy(() => model.predict(tf.tensor(examples, [...shape])) as tf.Tensor);
      const values = (await logits.data()) as Float32Array;
      logits.dispose();
      return values;
    },
  };
}
