import { createHash } from "node:crypto";
import { ArgumentError, assertFields, assertOneOf, assertOptions, formatValue } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import type { AnswerTask, ExternalTeacher } from "../external-teacher.ts";
import { type HttpTeacherOptions, httpTeacher } from "../http-teacher.ts";
import { ANSWER_TASKS } from "../internal/answer-forms.ts";
import { onnxTeacher } from "../onnx-teacher.ts";
import type { ServiceUsage } from "../service-options.ts";
import { commandTeacher } from "./command-teacher.ts";
import { loadOnnxRuntime } from "./load-onnx-runtime.ts";

/** Options of {@link openTeacher}. */
export interface OpenTeacherOptions {
  /** The number of classes, or outputs, of the dataset. A service has as many. */
  readonly classCount: number;
  /** The kind of the dataset's targets. Default: "classes". */
  readonly task?: AnswerTask;
  /** Options of a service, as for {@link httpTeacher}; other teachers ignore them. */
  readonly service?: Omit<HttpTeacherOptions, "url" | "classCount" | "task">;
  /** Environment variables of a process, in addition to those of this one; other teachers ignore them. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the start of a process. */
  readonly signal?: AbortSignal;
}

/** A teacher that a text names. */
export interface OpenedTeacher {
  readonly teacher: ExternalTeacher;
  /** Identifies it: its own fingerprint, the hash of its file, or its name without what may be secret. */
  readonly fingerprint: string;
  /** The examples of one question, and the questions at a time, with which it loses little when it is interrupted. */
  readonly batchSize: number;
  readonly concurrency: number;
  /** The use of a service so far; undefined for other teachers. */
  usage(): ServiceUsage | undefined;
  /** Ends its process or session. */
  close(): Promise<void>;
}

/**
 * Returns the kind of teacher that a text names for {@link openTeacher}; undefined if it names none.
 *
 * @example
 * ```ts
 * import { teacherKindOf } from "@dark-knowledge/teachers/node";
 *
 * teacherKindOf("cmd: python3 teacher.py"); // => "command"
 * ```
 */
export function teacherKindOf(name: string): "command" | "service" | "onnx" | undefined {
  assertFields("teacherKindOf", { name }, { name: "text" });
  if (name.startsWith("cmd:")) return "command";
  if (/^https?:\/\//.test(name)) return "service";
  return name.endsWith(".onnx") ? "onnx" : undefined;
}

/**
 * Opens a teacher by its name: `"cmd: python3 teacher.py"`, a process ({@link commandTeacher}); an http(s) address, a
 * service ({@link httpTeacher}); a path that ends in `.onnx` ({@link onnxTeacher}), which runs in `onnxruntime-node` or
 * `onnxruntime-web`, whichever is installed.
 *
 * @returns the teacher; the caller closes it
 * @throws ArgumentError when the name is of no teacher; Error when a process cannot be started, a file cannot be read,
 * or no ONNX runtime is installed
 *
 * @example
 * ```ts
 * import { openTeacher } from "@dark-knowledge/teachers/node";
 *
 * const { fingerprint, batchSize, concurrency } = await openTeacher("https://example.org/predict?key=secret", { classCount: 10 });
 * [fingerprint, batchSize, concurrency]; // => ["https://example.org/predict", 32, 4]
 * ```
 */
export async function openTeacher(name: string, options: OpenTeacherOptions): Promise<OpenedTeacher> {
  assertOptions<OpenTeacherOptions>(NAME, options, OPTIONS);
  assertFields(NAME, { name }, { name: "text" });
  assertFields(NAME, options, { classCount: "number", service: "object?", env: "object?", signal: "signal?" });
  const { classCount, task = "classes", service = {}, env, signal } = options;
  assertOneOf(NAME, "task", task, ANSWER_TASKS);
  switch (teacherKindOf(name)) {
    case "command": {
      const command = name.slice("cmd:".length).trim();
      if (command === "") throw wrongName("must have a command after cmd:, such as cmd: python3 teacher.py", name);
      const started = await commandTeacher(command, { ...(env ? { env } : {}), ...(signal ? { signal } : {}) });
      return opened(started, `cmd: ${command}`);
    }
    case "service": {
      const { rowsPerRequest = 32, concurrency = 4, classNames } = service;
      const classes = classNames === undefined ? { classCount } : {};
      const teacher = httpTeacher({ url: name, ...service, ...classes, task });
      const { origin, pathname } = new URL(name);
      // One request to a question: each answer is kept as soon as it is there.
      const most = typeof rowsPerRequest === "number" ? rowsPerRequest : (rowsPerRequest.max ?? 1024);
      return {
        ...opened(teacher, origin + pathname),
        batchSize: most,
        concurrency,
        usage: () => teacher.usage,
      };
    }
    case "onnx": {
      const bytes = await readRegularFile(name, Number.MAX_SAFE_INTEGER).catch((error) => {
        throw new Error(`openTeacher: cannot read ${name} (${error.code})`, { cause: error });
      });
      const teacher = await onnxTeacher(bytes, { runtime: await loadOnnxRuntime(NAME), task });
      return opened(teacher, createHash("sha256").update(bytes).digest("hex"));
    }
    default:
      throw wrongName('must be "cmd: COMMAND", an http(s) address or a path that ends in .onnx', formatValue(name));
  }
}

const NAME = "openTeacher";

const OPTIONS = { classCount: true, task: true, service: true, env: true, signal: true } as const;

function opened(teacher: ExternalTeacher, name: string): OpenedTeacher {
  return {
    teacher,
    fingerprint: teacher.fingerprint ?? name,
    batchSize: 512,
    concurrency: 1,
    usage: () => undefined,
    close: async () => teacher.close?.(),
  };
}

function wrongName(expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: NAME, argument: "name", expected, received, code: "range" });
}
