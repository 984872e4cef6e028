import {
  ArgumentError,
  assertFields,
  assertInteger,
  assertOneOf,
  assertOptions,
  formatValue,
} from "@dark-knowledge/core";
import { type AnsweredLogits, answerLogits } from "./answer-logits.ts";
import type { BodyFormat } from "./body-format.ts";
import type { AnswerTask, TeacherAnswer, TeacherRequest } from "./external-teacher.ts";
import { adaptRows } from "./internal/adapt-rows.ts";
import { ANSWER_TASKS } from "./internal/answer-forms.ts";
import { assertService, SERVICE_OPTIONS } from "./internal/assert-service.ts";
import { createService, type Exchange } from "./internal/create-service.ts";
import { joinAnswers } from "./internal/join-answers.ts";
import { JSON_BODIES } from "./internal/json-bodies.ts";
import { splitRequest } from "./internal/split-request.ts";
import type { AdaptiveRows, ServiceOptions, ServiceTeacher } from "./service-options.ts";

/** Options of {@link httpTeacher}. */
export interface HttpTeacherOptions extends ServiceOptions {
  /** The names of its classes or outputs, in the order of its answers. Required unless `classCount` is given. */
  readonly classNames?: readonly string[];
  /** The number of its classes or outputs, if they are the dataset's in the dataset's order. */
  readonly classCount?: number;
  /** The kind of targets that it answers for: numbers and several classes have answers of other forms. Default: "classes". */
  readonly task?: AnswerTask;
  /** Makes the JSON of a request. Default: `{ ids, features, raw? }`, with features in nested arrays. */
  readonly request?: (batch: TeacherRequest) => unknown;
  /** Reads an answer. Default: the JSON itself, for example `{ "probs": [[0.1, 0.9]] }`. */
  readonly response?: (json: unknown, batch: TeacherRequest) => TeacherAnswer;
  /**
   * Bodies other than JSON: `arrowStreams` of `@dark-knowledge/teachers/arrow`, for Arrow IPC streams both ways.
   * `response` and `cost` are then given the columns of an answer by name, and `request` has no place.
   */
  readonly format?: BodyFormat;
  /**
   * The most examples per request, or bounds between which their number adapts to the service. A batch is sent in several
   * requests at the same time. Default: 32.
   */
  readonly rowsPerRequest?: number | AdaptiveRows;
}

/**
 * Creates a teacher behind a service that answers JSON with JSON, or Arrow with Arrow.
 *
 * A try fails for a network error, a timeout, status 408, 425, 429 or 5xx, and for an answer that cannot be read or that
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
  assertFields(NAME, options, { request: "function?", response: "function?", format: "object?" });
  const { classNames, response = asIs, rowsPerRequest = 32, fingerprint, task = "classes" } = options;
  assertOneOf(NAME, "task", task, ANSWER_TASKS);
  const classCount = classNames?.length ?? options.classCount;
  assertInteger(NAME, classNames === undefined ? "classCount" : "classNames.length", classCount, { min: 1 });
  assertService(NAME, options);
  const adapts = typeof rowsPerRequest === "object" && rowsPerRequest !== null;
  if (!adapts) assertInteger(NAME, "rowsPerRequest", rowsPerRequest, { min: 1 });
  const adapter = adapts ? adaptRows(NAME, rowsPerRequest, options.timeoutMs ?? 60_000) : undefined;
  const rows = (): number => adapter?.rows() ?? (rowsPerRequest as number);
  const service = createService(NAME, options, adapts ? { now: rowsPerRequest.now } : {});
  const exchange: Exchange<TeacherRequest, AnsweredLogits> = {
    ...bodiesOf(options),
    ...adapter,
    read: (value, part) =>
      answerLogits(response(value, part), { rows: part.ids.length, classCount, ids: part.ids, task }),
  };
  return {
    ...(classNames === undefined ? {} : { classNames }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    get usage() {
      return { ...service.usage(), ...(adapts ? { rowsPerRequest: rows() } : {}) };
    },
    get batchSize() {
      return adapts ? rows() : undefined;
    },
    async answer(batch) {
      const parts = splitRequest(batch, rows());
      const answers = await service.sendAll(parts, exchange, batch.signal);
      return joinAnswers(answers, classCount, task);
    },
  };
}

const NAME = "httpTeacher";

const HTTP_OPTIONS = {
  ...SERVICE_OPTIONS,
  classNames: true,
  classCount: true,
  task: true,
  request: true,
  response: true,
  format: true,
  rowsPerRequest: true,
} as const;

/** How bodies are written and read. */
function bodiesOf({ format, request }: HttpTeacherOptions): Omit<Exchange<TeacherRequest, never>, "read"> {
  if (format === undefined) {
    return { ...JSON_BODIES, write: (part) => JSON.stringify((request ?? requestOf)(part)) };
  }
  if (request !== undefined) {
    const expected = "must be left out with a format, which writes requests itself";
    throw new ArgumentError({
      functionName: NAME,
      argument: "request",
      expected,
      received: "a function",
      code: "state",
    });
  }
  const parts = { contentType: "text", encode: "function", decode: "function" } as const;
  assertFields(NAME, format, parts, { argument: "format", prefix: "format." });
  return {
    contentType: format.contentType,
    write: (part) => format.encode(part),
    async decode(bytes) {
      try {
        return await format.decode(bytes);
      } catch (error) {
        throw new Error(`what cannot be read (${(error as Error).message})`);
      }
    },
  };
}

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
