import { assertFields } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { ServiceUsage } from "@dark-knowledge/teachers";
import { openTeacher, teacherKindOf } from "@dark-knowledge/teachers/node";
import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
import {
  type RecordedSoftTargets,
  type RecordSoftTargetsOptions,
  recordSoftTargets,
} from "@dark-knowledge/training/node";
import { answerNames } from "../data/answer-names.ts";
import { isOfFiles, rawRows } from "../data/raw-rows.ts";
import { answersTo } from "./internal/answers-to.ts";
import { describeUnknownClasses } from "./internal/describe-unknown-classes.ts";
import { isSoftTargets, openStoredTeacher } from "./stored-teacher.ts";

/** How a teacher is reached. No part of a specification: it changes no answer, and may be secret. */
export interface TeacherAccess {
  /** The whole address of a service, whose query the specification leaves out. */
  readonly url?: string;
  /** Sent to a service with each request, as `authorization: Bearer …`. */
  readonly token?: string;
  /** The most requests to a service, retries included. Default: unlimited. */
  readonly requests?: number;
  /** A clock in milliseconds, by which the examples of a request adapt to a service. Default: 32 in each. */
  readonly now?: () => number;
}

/** A killed process can lose so many answers of each request under way. */
const MOST_ROWS = 256;

/** A teacher that is no net of TensorFlow.js, ready to be recorded. */
export interface ExternalTeacherRecorder {
  /** The use of a service so far; undefined for other teachers. */
  usage(): ServiceUsage | undefined;
  /** Which classes of the dataset it names no answer for, in a line; undefined where it knows all, or names none. */
  readonly warning?: string | undefined;
  /** Stores the answers to a dataset; those that are there are not asked for again. */
  record(
    dataset: Dataset,
    directory: string,
    options: Pick<RecordSoftTargetsOptions, "encoding" | "views" | "onProgress" | "onWait">,
  ): Promise<RecordedSoftTargets>;
  /** Ends its process or session. */
  close(): Promise<void>;
}

/**
 * Opens a teacher by its name to record what it says. It gets the rows of a table as raw examples too, and a process the
 * paths of pictures and recordings.
 *
 * @param name as `openTeacher` of `@dark-knowledge/teachers/node` takes it, or a directory of soft targets
 * @param classes a dataset of the classes or outputs that it is to answer for
 * @param env environment variables of a process, in addition to those of this one
 * @returns the teacher; the caller closes it
 * @throws ArgumentError when an argument has the wrong type
 *
 * @example
 * ```ts no-run
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { openExternalTeacher } from "@dark-knowledge/paper";
 *
 * const { train } = generatedDigits({ trainSize: 100, testSize: 0, seed: 1 });
 * const teacher = await openExternalTeacher("cmd: python3 teacher.py", train, {}, new AbortController().signal);
 * await teacher.record(train, "answers", {});
 * await teacher.close();
 * ```
 */
export async function openExternalTeacher(
  name: string,
  classes: Dataset,
  access: TeacherAccess,
  signal: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<ExternalTeacherRecorder> {
  assertFields("openExternalTeacher", { access, signal }, { access: "object", signal: "signal" });
  assertFields("openExternalTeacher", classes, { targets: "object" }, { argument: "classes", prefix: "classes." });
  assertFields(
    "openExternalTeacher",
    access,
    { token: "text?", requests: "number?", now: "function?" },
    { prefix: "access." },
  );
  const { token, requests, now } = access;
  const service = {
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    ...(requests === undefined ? {} : { budget: { requests } }),
    ...(now === undefined ? {} : { rowsPerRequest: { max: MOST_ROWS, now } }),
  };
  const kind = typeof name === "string" ? teacherKindOf(name) : undefined;
  const isStored = typeof name === "string" && isSoftTargets(name);
  const { teacher, fingerprint, batchSize, concurrency, usage, close } = await (isStored
    ? openStoredTeacher(name)
    : openTeacher(name, { ...answersTo(classes), service, env, signal }));
  const { classNames } = teacher;
  return {
    usage,
    // A teacher that lacks an output is refused.
    warning:
      classNames && classes.targets.kind !== "numbers"
        ? describeUnknownClasses(classNames, answerNames(classes))
        : undefined,
    record(dataset, directory, options) {
      // A service has no use for paths of this machine.
      const raw = kind === "service" && isOfFiles(dataset) ? undefined : rawRows(dataset);
      const asked = toTeacherFunction(teacher, dataset, { ...(raw ? { raw } : {}), allowUnanswered: true });
      return recordSoftTargets(asked, dataset, directory, {
        ...options,
        ...{ teacherFingerprint: fingerprint, batchSize, concurrency, signal, omitUnanswered: true },
      });
    },
    close,
  };
}
