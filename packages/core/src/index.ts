export { ArgumentError, type ArgumentErrorCode, type ArgumentErrorParts } from "./argument-error.ts";
export { assertInteger, assertNumber, type NumberBounds } from "./assert-number.ts";
export { assertOneOf } from "./assert-one-of.ts";
export { assertShape } from "./assert-shape.ts";
export { createRandom, type Random, type RandomState, restoreRandom } from "./create-random.ts";
export { deriveSeed } from "./derive-seed.ts";
export { formatShape, formatValue } from "./format.ts";
export { createMatrix, type Matrix, type MatrixData, matrixRow } from "./matrix.ts";
export { logSoftmax, logSumExp, type SoftmaxOptions, softmax } from "./softmax.ts";
