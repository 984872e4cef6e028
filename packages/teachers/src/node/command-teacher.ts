import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { ArgumentError, assertInteger, assertOptions, formatValue, oneLine } from "@dark-knowledge/core";
import type { ExternalTeacher, TeacherAnswer, TeacherRequest } from "../external-teacher.ts";
import { arrowModule } from "./internal/arrow-module.ts";
import { encodeFrame } from "./internal/frames.ts";
import { startProcess, type TeacherProcess } from "./internal/teacher-process.ts";

/** Options of {@link commandTeacher}. */
export interface CommandTeacherOptions {
  /** Where the command runs. Default: the current directory. */
  readonly cwd?: string;
  /** Environment variables in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** The names of its classes or outputs, if it does not send them itself. */
  readonly classNames?: readonly string[];
  /** Distinguishes it from other teachers, where it does not do so itself. */
  readonly fingerprint?: string;
  /** How often in a row it may die without an answer before that is an error. Default: 3. */
  readonly restarts?: number;
  /** How long it may take to get ready. Default: 5 minutes. */
  readonly startTimeoutMs?: number;
  /** How long it may take for a batch before it is killed and started again. Default: no limit. */
  readonly answerTimeoutMs?: number;
  /** Ends the start. */
  readonly signal?: AbortSignal;
}

/** A teacher in another process. */
export interface CommandTeacher extends ExternalTeacher {
  close(): Promise<void>;
}

/**
 * Starts a process that answers batches: a Python program with a model of PyTorch, scikit-learn, XGBoost or JAX, or any other.
 *
 * It is started once, reads batches from its standard input and writes answers to its standard output, both as Arrow
 * IPC streams or as lines of JSON and plain arrays; it chooses by the first message that it writes, and docs/teachers.md
 * has both. For Python two modules of 40 lines come with this package, which any Python that is started finds:
 * `from dark_knowledge_arrow import serve`, which needs pyarrow here and `apache-arrow` in Node, or
 * `from dark_knowledge_teacher import serve`, which needs NumPy alone. When the process dies it is started again and asked the same batch. An exception in
 * its answer is an error at once. One batch is asked at a time. An aborted signal kills it; the next batch starts it again.
 *
 * An idle process does not keep Node alive.
 *
 * @param command read by a shell, such as `"python3 teacher.py"`; or the program and its arguments, without one
 * @returns the teacher, when the process has said that it is ready
 * @throws ArgumentError when an option is unknown or out of range
 * @throws Error with the end of its stderr, when it cannot be started, ends, or writes something else
 *
 * @example
 * ```ts
 * import { commandTeacher } from "@dark-knowledge/teachers/node";
 *
 * // Answers with the features as logits. In Python: from dark_knowledge_teacher import serve.
 * const program = `
 *   const say = (head) => process.stdout.write(JSON.stringify(head) + "\\n");
 *   let input = Buffer.alloc(0);
 *   process.stdin.on("data", (chunk) => {
 *     input = Buffer.concat([input, chunk]);
 *     const end = input.indexOf("\\n") + 1;
 *     const { arrays } = JSON.parse(input.subarray(0, end));
 *     const [rows, classes] = arrays[1][2];
 *     if (input.length < end + 4 * rows * (1 + classes)) return;
 *     const logit = (index) => input.readFloatLE(end + 4 * rows + 4 * index);
 *     say({ logits: Array.from({ length: rows * classes }, (_, index) => logit(index)) });
 *     input = input.subarray(input.length);
 *   });
 *   say({ protocol: 1, classNames: ["left", "right"] });
 * `;
 * const teacher = await commandTeacher([process.execPath, "-e", program]);
 * teacher.classNames; // => ["left", "right"]
 * const features = { values: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
 * await teacher.answer({ ids: Int32Array.of(0, 1), features }); // => { logits: [1, 2, 3, 4] }
 * await teacher.close();
 * ```
 */
export async function commandTeacher(
  command: string | readonly string[],
  options: CommandTeacherOptions = {},
): Promise<CommandTeacher> {
  assertOptions<CommandTeacherOptions>(NAME, options, OPTIONS);
  const { cwd, restarts = 3, startTimeoutMs = 300_000, answerTimeoutMs } = options;
  assertCommand(command);
  assertInteger(NAME, "restarts", restarts, { min: 0 });
  assertInteger(NAME, "startTimeoutMs", startTimeoutMs, { min: 1 });
  if (answerTimeoutMs !== undefined) assertInteger(NAME, "answerTimeoutMs", answerTimeoutMs, { min: 1 });

  let running: TeacherProcess | undefined;
  let isClosed = false;
  const start = async (signal?: AbortSignal): Promise<Said> => {
    signal?.throwIfAborted();
    running = startProcess({ command, env: environment(options.env), ...(cwd === undefined ? {} : { cwd }) });
    const hello = await running.exchange([], { signal, timeoutMs: startTimeoutMs });
    if (hello.protocol !== 1) {
      const said = `protocol ${formatValue(hello.protocol)}`;
      await running.close();
      throw new Error(`does not speak protocol 1, but ${said}`);
    }
    return hello;
  };
  const askOnce = async (request: TeacherRequest): Promise<Said> => {
    const { signal } = request;
    if (running?.isAlive !== true) await start(signal);
    const { speaksArrow, exchange } = running!;
    const parts = speaksArrow ? [(await arrowModule()).encode(request)] : frameOf(request);
    return exchange(parts, { signal, timeoutMs: answerTimeoutMs });
  };
  const ask = async (request: TeacherRequest): Promise<TeacherAnswer> => {
    const { signal } = request;
    for (let deaths = 0; ; deaths++) {
      if (isClosed) throw new Error(`${NAME}: the teacher is closed`);
      try {
        return answerOf(await askOnce(request));
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (error instanceof AnswerError || deaths >= restarts) throw explain(error);
      }
    }
  };

  const hello = await start(options.signal).catch((error: unknown) => {
    throw options.signal?.aborted ? options.signal.reason : explain(error);
  });
  const classNames = isNames(hello.classNames) ? hello.classNames : options.classNames;
  const fingerprint = typeof hello.fingerprint === "string" ? hello.fingerprint : options.fingerprint;
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...(classNames === undefined ? {} : { classNames }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    answer(request) {
      const answer = last.then(() => ask(request));
      last = answer.catch(() => {});
      return answer;
    },
    async close() {
      isClosed = true;
      await last;
      await running?.close();
    },
  };
}

const NAME = "commandTeacher";

/** The contents of a message of the process. */
type Said = Readonly<Record<string, unknown>>;

const OPTIONS = {
  cwd: true,
  env: true,
  classNames: true,
  fingerprint: true,
  restarts: true,
  startTimeoutMs: true,
  answerTimeoutMs: true,
  signal: true,
} as const;

/** An answer that says what went wrong: the process lives, and would say it again. */
class AnswerError extends Error {}

function answerOf(said: Said): TeacherAnswer {
  if (typeof said.error === "string")
    throw new AnswerError(`the command answered with an error: ${oneLine(said.error, 300)}`);
  return said as unknown as TeacherAnswer;
}

function frameOf({ ids, features, raw }: TeacherRequest): readonly Uint8Array[] {
  return encodeFrame(raw === undefined ? {} : { raw }, [
    { name: "ids", values: ids, shape: [ids.length] },
    { name: "features", ...features },
  ]);
}

/** As that of this process, and with the folder in which Python finds `dark_knowledge_teacher`. */
function environment(more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string | undefined>> {
  const own = { ...process.env, ...more };
  // From here, and from dist/node, where the compiler puts this file but no Python.
  const folder = fileURLToPath(new URL("../../src/node/python", import.meta.url));
  return { ...own, PYTHONPATH: [folder, own.PYTHONPATH].filter(Boolean).join(delimiter) };
}

function assertCommand(command: unknown): void {
  const words = Array.isArray(command) ? command : [command];
  if (words.length > 0 && words.every((word) => typeof word === "string") && words[0]!.trim() !== "") return;
  throw new ArgumentError({
    functionName: NAME,
    argument: "command",
    expected: "must be a command line, or a program and its arguments",
    received: formatValue(command),
    code: "dtype",
  });
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

function explain(error: unknown): Error {
  return new Error(`${NAME}: ${(error as Error).message}`, { cause: error });
}
