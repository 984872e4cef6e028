import { ArgumentError, assertFields, assertOneOf, assertOptions, joinBytes } from "@dark-knowledge/core";
import { float16sOf } from "@dark-knowledge/core/arrow";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { metadataOf } from "./internal/metadata-of.ts";

/** Options of {@link exportSafetensors}. */
export interface ExportSafetensorsOptions {
  /** The type in which weights are written. Default: `"float32"`. */
  readonly weights?: "float32" | "float16";
  /** Facts about the model, such as `student.description`: each field becomes an entry of `__metadata__`, what is no text as JSON. Default: none. */
  readonly metadata?: object;
}

/**
 * Writes the weights of a model as the bytes of a .safetensors file, which libraries for PyTorch, JAX, NumPy and Rust read.
 *
 * Each has the name that it has in TensorFlow.js, such as `dense_1/kernel`, and its shape there: kernels of dense layers are `[inputs, units]`, those
 * of convolutions `[height, width, channels, filters]`; PyTorch has the outputs first. The layers themselves are not in such a file.
 *
 * @param model not changed
 * @throws ArgumentError when an option is unknown, two weights have the same name, or one is too large for float16
 * @see the format, https://huggingface.co/docs/safetensors
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { exportSafetensors } from "@dark-knowledge/export";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const net = createMlp({ exampleShape: [4], hiddenUnits: [3], classCount: 2, seed: 1 });
 * const bytes = await exportSafetensors(net);
 * const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
 * Object.keys(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).length; // => 4
 * bytes.length - 8 - length === 4 * net.countParams(); // => true
 * ```
 */
export async function exportSafetensors(
  model: LayersModel,
  options: ExportSafetensorsOptions = {},
): Promise<Uint8Array> {
  assertOptions<ExportSafetensorsOptions>(NAME, options, { weights: true, metadata: true });
  const { weights = "float32" } = options;
  assertOneOf(NAME, "weights", weights, ["float32", "float16"]);
  assertFields(NAME, options, { metadata: "object?" });
  const metadata = metadataOf(NAME, options.metadata ?? {});
  assertFields(NAME, model, { weights: "list" }, { argument: "model", prefix: "model." });

  const header: Record<string, unknown> = Object.keys(metadata).length === 0 ? {} : { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const variable of model.weights) {
    const name = variable.originalName;
    if (Object.hasOwn(header, name)) fail("must have weights of different names", `two of ${name}`);
    const values = Float32Array.from(await variable.read().data());
    const stored = weights === "float32" ? values : float16sOf(values);
    if (stored === undefined) fail("must have weights within ±65,504 for float16", `others in ${name}`);
    const bytes = new Uint8Array(stored.buffer);
    header[name] = {
      ...{ dtype: weights === "float32" ? "F32" : "F16", shape: variable.shape },
      data_offsets: [at, at + bytes.length],
    };
    parts.push(bytes);
    at += bytes.length;
  }
  return joinBytes([...headerOf(header), ...parts]);
}

const NAME = "exportSafetensors";

/** The length of the header, and the header with spaces up to a multiple of 8. */
function headerOf(header: object): readonly [Uint8Array, Uint8Array] {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  return [length, padded];
}

function fail(expected: string, received: string): never {
  throw new ArgumentError({ functionName: NAME, argument: "model", expected, received, code: "state" });
}
