export { arrowPrefixLength, findArrowFooter } from "./arrow-frames.ts";
export {
  type ArrowBlock,
  type ArrowFooter,
  type ArrowMessage,
  type ArrowRecordBatch,
  readArrowFooter,
  readArrowMessage,
} from "./arrow-metadata.ts";
export { fitsFloat16, float16Bits, float16sOf, toFloat16 } from "./float16.ts";
