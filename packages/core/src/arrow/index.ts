export {
  type ArrowBlock,
  type ArrowFooter,
  type ArrowMessage,
  type ArrowRecordBatch,
  readArrowFooter,
  readArrowMessage,
} from "./arrow-metadata.ts";
