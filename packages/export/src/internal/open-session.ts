import { assertArray, assertFields, oneLine } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { OnnxRuntime } from "./onnx-runtime.ts";

/** An output of an .onnx file. */
export interface OnnxOutput {
  /** Row-major. */
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}

/** An .onnx file in a runtime. */
export interface OpenedOnnx {
  /** Runs the file on a tensor for each of its inputs, which stay the caller's, and returns its outputs, both in the order of the file. */
  run(inputs: readonly tf.Tensor[]): Promise<readonly OnnxOutput[]>;
  /** Frees the memory of the runtime. */
  close(): Promise<void>;
}

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly { readonly type?: string }[];
  run(feeds: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, OnnxOutput>>>;
  release(): Promise<void>;
}

/** Checks a file and a runtime, and loads the one into the other. */
export async function openSession(functionName: string, bytes: Uint8Array, runtime: OnnxRuntime): Promise<OpenedOnnx> {
  const parts = { InferenceSession: "function", Tensor: "function" } as const;
  assertFields(functionName, runtime, parts, { argument: "runtime", prefix: "runtime." });
  assertArray(functionName, "bytes", bytes, "Uint8Array");
  const session = (await runtime.InferenceSession.create(bytes).catch((error: Error) => {
    throw new Error(`${functionName}: the runtime cannot load the file: ${oneLine(error.message, 200)}`);
  })) as Session;
  return {
    async run(inputs) {
      const feeds: Record<string, unknown> = {};
      for (const [index, input] of inputs.entries()) {
        const type = session.inputMetadata[index]?.type ?? "float32";
        const values = await input.data();
        const data = type === "int32" ? Int32Array.from(values) : Float32Array.from(values);
        feeds[session.inputNames[index]!] = new runtime.Tensor(type as never, data as never, input.shape);
      }
      const outputs = await session.run(feeds);
      return session.outputNames.map((name) => outputs[name]!);
    },
    close: () => session.release(),
  };
}
