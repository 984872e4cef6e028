import { assertInteger, assertOptions, formatValue } from "@dark-knowledge/core";
import { answerLogits } from "./answer-logits.ts";
import type { TeacherAnswer, TeacherRequest } from "./external-teacher.ts";
import { assertService, SERVICE_OPTIONS } from "./internal/assert-service.ts";
import { createJsonService } from "./internal/create-json-service.ts";
import { joinAnswers } from "./internal/join-answers.ts";
import { splitRequest } from "./internal/split-request.ts";
import type { ServiceOptions, ServiceTeacher } from "./service-options.ts";

/** Options of {@link httpTeacher}. */
export interface HttpTeacherOptions extends ServiceOptions {
  /** The names of its classes, in the order of its answers. Required unless `classCount` is given. */
  readonly classNames?: readonly string[];
  /** The number of its classes, if they are the dataset's in the dataset's order. */
  readonly classCount?: number;
  /** Makes the JSON of a request. Default: `{ ids, features, raw? }`, with features in nested arrays. */
  readonly request?: (batch: TeacherRequest) => unknown;
  /** Reads an answer. Default: the JSON itself, for example `{ "probs": [[0.1, 0.9]] }`. */
  readonly response?: (json: unknown, batch: TeacherRequest) => TeacherAnswer;
  /** The most examples per request. A batch is sent in several requests at the same time. Default: 32. */
  readonly rowsPerRequest?: number;
}

/**
 * Creates a teacher behind a service that answers JSON with JSON.
 *
 * A try fails for a network error, a timeout, status 408, 425, 429 or 5xx, and for an answer that is not JSON or that
 * {@link answerLogits} does not accept (wrong length, NaN). It is repeated after `backoffMs · 2^n`, spread over its
 * upper half; a `Retry-After` stops all requests for that long. Any other status is an error at once, including
 * redirects, so that no header goes to another server. Secrets belong in `headers`: their values are in no error, and
 * no property of the teacher holds them.
 *
 * @throws ArgumentError when an option is unknown or out of range. Its answers reject with an Error of one line that
 * names the address, the response and the number of tries; with a {@link BudgetError} before a batch that the budget
 * has no room for
 *
 * @example
 * ```ts
 * import { httpTeacher } from "@dark-knowledge/teachers";
 *
 * const teacher = httpTeacher({
 *   url: "https://example.org/v1/models/big:predict",
 *   classNames: ["left", "right"],
 *   request: ({ features }) => ({ instances: Array.from(features.values) }),
 *   response: (json) => ({ probs: (json as { predictions: number[][] }).predictions }),
 *   // Instead of the network.
 *   fetch: async () => Response.json({ predictions: [[0.5, 0.5]] }),
 * });
 * const features = { values: Float32Array.of(1, 2), shape: [1, 2] };
 * const answer = await teacher.answer({ ids: Int32Array.of(0), features });
 * answer; // ≈ { logits: [-0.6931, -0.6931], givenAs: { kind: "probs", temperature: 1 } }
 * teacher.usage; // => { requests: 1, retries: 0, cost: 0 }
 * ```
 */
export function httpTeacher(options: HttpTeacherOptions): ServiceTeacher {
  assertOptions<HttpTeacherOptions>(NAME, options, HTTP_OPTIONS);
  const { classNames, request = requestOf, response = asIs, rowsPerRequest = 32, fingerprint } = options;
  assertInteger(NAME, "rowsPerRequest", rowsPerRequest, { min: 1 });
  const classCount = classNames?.length ?? options.classCount;
  assertInteger(NAME, classNames === undefined ? "classCount" : "classNames.length", classCount, { min: 1 });
  assertService(NAME, options);
  const service = createJsonService(NAME, options);
  return {
    ...(classNames === undefined ? {} : { classNames }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    get usage() {
      return service.usage();
    },
    async answer(batch) {
      const parts = splitRequest(batch, rowsPerRequest);
      const answers = await service.sendAll(
        parts,
        (part) => request(part),
        (json, part) => answerLogits(response(json, part), { rows: part.ids.length, classCount, ids: part.ids }),
        batch.signal,
      );
      return joinAnswers(answers, classCount);
    },
  };
}

const NAME = "httpTeacher";

const HTTP_OPTIONS = {
  ...SERVICE_OPTIONS,
  classNames: true,
  classCount: true,
  request: true,
  response: true,
  rowsPerRequest: true,
} as const;

function asIs(json: unknown): TeacherAnswer {
  if (typeof json === "object" && json !== null) return json as TeacherAnswer;
  throw new Error(`it is ${formatValue(json)}, no object`);
}

function requestOf({ ids, features: { values, shape }, raw }: TeacherRequest): unknown {
  return { ids: Array.from(ids), features: nest(Array.from(values), shape), ...(raw ? { raw } : {}) };
}

/** Converts a flat array to nested ones. */
function nest(values: unknown[], shape: readonly number[]): unknown[] {
  return shape
    .slice(1)
    .reduceRight<unknown[]>(
      (rows, size) => Array.from({ length: rows.length / size }, (_, row) => rows.slice(row * size, (row + 1) * size)),
      values,
    );
}
