export { type ReadArrowOptions, readArrow } from "./read-arrow.ts";
