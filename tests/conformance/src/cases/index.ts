import type { ConformanceCase } from "../conformance-case.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { CONVOLUTIONS } from "./convolutions.ts";
import { FUNCTIONS } from "./functions.ts";
import { FUSED_PRODUCTS } from "./fused-products.ts";
import { INDEXING } from "./indexing.ts";
import { NORMALISATIONS } from "./normalisations.ts";
import { POOLING } from "./pooling.ts";
import { PRODUCTS } from "./products.ts";
import { RANDOM_CONVOLUTIONS } from "./random-convolutions.ts";
import { RANDOM_POOLING } from "./random-pooling.ts";
import { REDUCTION_CASES } from "./reductions.ts";
import { SHAPING } from "./shaping.ts";

/** All cases, in the order of the table. */
export const CASES: readonly ConformanceCase[] = [
  ...PRODUCTS,
  ...FUSED_PRODUCTS,
  ...CONVOLUTIONS,
  ...RANDOM_CONVOLUTIONS,
  ...POOLING,
  ...RANDOM_POOLING,
  ...FUNCTIONS,
  ...ARITHMETIC,
  ...REDUCTION_CASES,
  ...NORMALISATIONS,
  ...SHAPING,
  ...INDEXING,
];
