export { type ReadParquetOptions, readParquet } from "./read-parquet.ts";
