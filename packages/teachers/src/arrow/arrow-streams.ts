import type { BodyFormat } from "../body-format.ts";
import { decodeAnswer } from "./internal/decode-answer.ts";
import { encodeBatch } from "./internal/encode-batch.ts";

/**
 * Requests and answers as Arrow IPC streams, for {@link httpTeacher}: numbers as they lie in memory, four bytes each.
 * Needs the package `apache-arrow`.
 *
 * A request is one record batch with the columns `ids` (int32), `features` (the canonical extension type
 * `arrow.fixed_shape_tensor`, which readers that do not know it take for lists of a fixed size) and, where there are
 * raw examples, `raw` (the JSON of each). An answer is any number of record batches with the columns `logits` or
 * `probs`, lists of numbers, and what else an answer has; docs/teachers.md has all of it.
 *
 * @example
 * ```ts no-run
 * import { httpTeacher } from "@dark-knowledge/teachers";
 * import { arrowStreams } from "@dark-knowledge/teachers/arrow";
 *
 * const teacher = httpTeacher({ url: "https://example.org/predict", classCount: 10, format: arrowStreams });
 * ```
 */
export const arrowStreams: BodyFormat = {
  contentType: "application/vnd.apache.arrow.stream",
  encode: encodeBatch,
  decode: decodeAnswer,
};
