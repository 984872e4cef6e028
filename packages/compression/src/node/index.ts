export { type CompressedSize, compressedSize } from "./compressed-size.ts";
export { gzipModel } from "./gzip-model.ts";
