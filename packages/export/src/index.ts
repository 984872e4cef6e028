export { type CompareOnnxOptions, compareOnnx, type OnnxComparison } from "./compare-onnx.ts";
export { type ExportOnnxOptions, exportOnnx, ONNX_OPSET } from "./export-onnx.ts";
export { type ExportSafetensorsOptions, exportSafetensors } from "./export-safetensors.ts";
export type { OnnxOutput, OpenedOnnx } from "./internal/open-session.ts";
export { type OpenOnnxOptions, openOnnx } from "./open-onnx.ts";
