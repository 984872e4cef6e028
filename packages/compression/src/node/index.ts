export { type CompressedSize, compressedSize } from "./compressed-size.ts";
