export { type ReadArrowOptions, readArrow } from "./read-arrow.ts";
export { type ReadArrowTableOptions, readArrowTable } from "./read-arrow-table.ts";
