export { arrowPrefixLength, findArrowFooter } from "./arrow-frames.ts";
export {
  type ArrowBlock,
  type ArrowFooter,
  type ArrowMessage,
  type ArrowRecordBatch,
  readArrowFooter,
  readArrowMessage,
} from "./arrow-metadata.ts";
