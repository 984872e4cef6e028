import type { ColumnName } from "./columns.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { TOLERANCE } from "./judge.ts";
import { type Cells, renderReasons, renderTables } from "./table.ts";

/** The page `docs/conformance.md`. */
export function renderPage(
  cases: readonly ConformanceCase[],
  columns: Readonly<Partial<Record<ColumnName, Cells>>>,
): string {
  const operations = new Set(cases.map(({ operation }) => operation)).size;
  return `<!-- Written by "pnpm conformance:table"; change tests/conformance instead. -->

# Conformance of the backends

What TensorFlow.js computes depends on the backend. This page says, for ${operations} operations in ${cases.length} cases, which values and gradients are
right on which backend. It is written by the tests in \`tests/conformance\`, which fail when a backend that can be started no longer does
what stands here. "stock wasm" is \`@tensorflow/tfjs-backend-wasm\` as it ships; every other column is what \`selectBackend\` makes of a
backend, its repairs included.

**What is compared.** Each case computes an operation on fixed inputs, and the gradient with respect to each input (\`∂x\`) for an outgoing
gradient whose elements all differ. Both are compared with plain float64 arithmetic that shares no code with TensorFlow.js: loops for the
values; for gradients central differences of those loops (48 elements at most of each input), or a closed form where a function has a kink
or the inputs are large. Where the cpu backend is right, every element is compared with it too.

**Random layouts.** Every convolution and every pooling is tried with windows, strides, margins and dilations that a seed draws for each axis
on its own. Such cases share a row; \`✗ value (3 of 12)\` says in how many of them a check is not right.

**Tolerance.** An element is right when \`|got − expected| ≤ ${TOLERANCE} · (1 + |expected|)\`, a few float32
roundings. Shape and type must be equal. NaN is never right.

**Marks.** \`✓\` every check is right. \`✗\` the named checks give wrong numbers. \`–\` the backend lacks a kernel that they need.
\`!\` they throw another error, or break the backend down. [What is known about each](#what-is-known) is at the end.

## Tables

${renderTables(cases, columns)}
## What is known

The tests hold each of these faults to be there still, so that this list cannot outlive them.

${renderReasons(cases)}- oneHot, bool: stock wasm writes past the end of the result, and may break whatever lies there.
- conv2d, conv3d: TensorFlow 2.21 with oneDNN now and then computes the gradient with respect to the input of a convolution from one
  channel to one wrongly (3 of 300 random layouts); with \`TF_ENABLE_ONEDNN_OPTS=0\` it does not.
`;
}
