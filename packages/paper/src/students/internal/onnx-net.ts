import { openOnnx } from "@dark-knowledge/export";
import type { OnnxRuntime } from "@dark-knowledge/teachers";
import type { TeacherFunction } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";

/** An .onnx file of one input, of examples of a shape, and one output as a net that answers batches. */
export async function openOnnxNet(
  runtime: OnnxRuntime,
  bytes: Uint8Array,
  exampleShape: readonly (number | null)[],
): Promise<{ readonly net: TeacherFunction; close(): Promise<void> }> {
  const file = await openOnnx(bytes, { runtime });
  return {
    async net(features) {
      const sizes = exampleShape.map((size, axis) => size ?? features.shape[axis + 1]!);
      const input = tf.reshape(features, [features.shape[0]!, ...sizes]);
      try {
        const [output] = await file.run([input]);
        return tf.tensor(Float32Array.from(output!.data), [...output!.dims]);
      } finally {
        input.dispose();
      }
    },
    close: () => file.close(),
  };
}
