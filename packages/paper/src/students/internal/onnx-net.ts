import { oneLine } from "@dark-knowledge/core";
import type { OnnxRuntime } from "@dark-knowledge/teachers";
import type { TeacherFunction } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly { readonly type?: string }[];
  run(feeds: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, Output>>>;
  release(): Promise<void>;
}

interface Output {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** An .onnx file of one input, of examples of a shape, and one output as a net that answers batches. */
export async function openOnnxNet(
  functionName: string,
  { InferenceSession, Tensor }: OnnxRuntime,
  bytes: Uint8Array,
  exampleShape: readonly (number | null)[],
): Promise<{ readonly net: TeacherFunction; close(): Promise<void> }> {
  const session = (await InferenceSession.create(bytes).catch((error: Error) => {
    throw new Error(`${functionName}: the ONNX runtime cannot load the file: ${oneLine(error.message, 200)}`);
  })) as unknown as Session;
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
  return {
    async net(features) {
      const type = session.inputMetadata[0]?.type ?? "float32";
      const values = await features.data();
      const typed = type === "int32" ? Int32Array.from(values) : Float32Array.from(values);
      const sizes = exampleShape.map((size, axis) => size ?? features.shape[axis + 1]!);
      const given = await session.run({
        [input]: new Tensor(type as never, typed as never, [features.shape[0]!, ...sizes]),
      });
      const { data, dims } = given[output]!;
      return tf.tensor(Float32Array.from(data), [...dims]);
    },
    close: () => session.release(),
  };
}
