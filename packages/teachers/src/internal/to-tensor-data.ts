import { ArgumentError } from "@dark-knowledge/core";

/** Numbers in the type that an ONNX input takes. */
export function toTensorData(
  functionName: string,
  input: string,
  type: string,
  values: Float32Array | Int32Array,
): ArrayBufferView {
  if (type === "float32") return values instanceof Float32Array ? values : Float32Array.from(values);
  if (type === "float64") return Float64Array.from(values);
  if (type === "int32") return values instanceof Int32Array ? values : Int32Array.from(values);
  if (type === "int64")
    return BigInt64Array.from(values as ArrayLike<number> as number[], (value) => BigInt(Math.trunc(value)));
  if (type === "uint8") return Uint8Array.from(values);
  throw new ArgumentError({
    functionName,
    argument: "model",
    expected: `must take float32, float64, int32, int64 or uint8 at input ${input}`,
    received: type,
    code: "dtype",
  });
}
