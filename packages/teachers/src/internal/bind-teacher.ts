import { ArgumentError, assertFields, formatValue, type GivenAs } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { answerLogits } from "../answer-logits.ts";
import type { AnswerTask, ExternalTeacher, TeacherFeatures, TeacherRequest } from "../external-teacher.ts";
import { mapClasses } from "../map-classes.ts";
import { createLabelCheck } from "./create-label-check.ts";
import { SMALLEST_LOG_ODDS } from "./fill-label-probs.ts";
import { listNames } from "./list-names.ts";

/** How a teacher is asked about a dataset. */
export interface BindingOptions {
  /** The examples before they became numbers, by id, for a teacher that reads texts or the like. */
  readonly raw?: ArrayLike<unknown>;
  /**
   * Whether a teacher without `classNames` is checked against the labels, where an example has one class. Default: true. False for one that
   * is meant to be wrong.
   */
  readonly checkLabels?: boolean;
}

/** A teacher that answers for the classes or outputs of one dataset. */
export interface BoundTeacher {
  readonly task: AnswerTask;
  /** Of the classes or outputs. */
  readonly names: readonly string[];
  /**
   * Logits of a batch, `[batch, classes]`, or numbers in the unit of the stored targets, `[batch, outputs]`; rows of NaN for
   * examples without an answer.
   */
  readonly ask: (ids: Int32Array, features: TeacherFeatures, signal?: AbortSignal) => Promise<Float32Array>;
  /** The form of its first answer. */
  readonly givenAs: () => GivenAs | undefined;
}

/** Binds a teacher to the classes or outputs of a dataset. */
export function bindTeacher(
  functionName: string,
  teacher: ExternalTeacher,
  dataset: Dataset,
  { raw, checkLabels = true }: BindingOptions,
): BoundTeacher {
  const { task, names } = answersTo(functionName, dataset);
  assertOneColumn(functionName, dataset, raw);
  if (typeof teacher?.answer !== "function") {
    const expected = "must be a teacher: an object with a method answer";
    const received = formatValue(teacher);
    throw new ArgumentError({ functionName, argument: "teacher", expected, received, code: "dtype" });
  }
  const teacherNames = teacher.classNames;
  if (task === "numbers") assertOutputs(functionName, teacherNames, names);
  const mapping = teacherNames === undefined ? undefined : mapClasses(teacherNames, names);
  const check = checkLabels && teacherNames === undefined ? createLabelCheck(dataset) : undefined;
  let form: GivenAs | undefined;
  const ask: BoundTeacher["ask"] = async (ids, features, signal) => {
    signal?.throwIfAborted();
    const request: TeacherRequest = {
      ids,
      features,
      ...(raw ? { raw: Array.from(ids, (id) => raw[id]) } : {}),
      ...(signal ? { signal } : {}),
    };
    const answer = await teacher.answer(request);
    const classCount = teacherNames?.length ?? names.length;
    const { logits, givenAs } = answerLogits(answer, { rows: ids.length, classCount, ids, task });
    form ??= givenAs;
    const own = mapping === undefined ? logits : pick(logits, classCount, { mapping, ids, task });
    check?.(ids, own);
    return own;
  };
  return { task, names, ask, givenAs: () => form };
}

/** The classes or outputs that a dataset wants an answer for. */
function answersTo(functionName: string, dataset: Dataset): Pick<BoundTeacher, "task" | "names"> {
  assertFields(
    functionName,
    dataset,
    { targets: "object", columns: "object" },
    { argument: "dataset", prefix: "dataset." },
  );
  const { targets } = dataset;
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument: "dataset", expected, received, code: "state" });
  };
  if (targets.kind === "classes" || targets.kind === "several-classes") {
    return { task: targets.kind, names: targets.classNames };
  }
  if (targets.kind !== "numbers") {
    return fail('must have targets of kind "classes", "several-classes" or "numbers"', `"${targets.kind}"`);
  }
  if (targets.variances === true) {
    fail("must have targets without variances for a teacher from elsewhere, which gives numbers alone", "variances");
  }
  return { task: "numbers", names: targets.names };
}

/** No output can be impossible, so a teacher needs them all. */
function assertOutputs(
  functionName: string,
  teacherNames: readonly string[] | undefined,
  names: readonly string[],
): void {
  assertFields(
    functionName,
    { classNames: teacherNames },
    { classNames: "texts?" },
    { argument: "teacher", prefix: "teacher." },
  );
  const missing = names.find((name) => teacherNames?.includes(name) === false);
  if (missing === undefined) return;
  const expected = `must have the dataset's output ${formatValue(missing)}`;
  const received = listNames(teacherNames!);
  throw new ArgumentError({ functionName, argument: "teacher.classNames", expected, received, code: "state" });
}

/** A request has one tensor of features; of several columns only a teacher that reads raw examples is told all. */
function assertOneColumn(functionName: string, { columns }: Dataset, raw: BindingOptions["raw"]): void {
  const names = Object.keys(columns);
  if (names.length === 1 || raw !== undefined) return;
  const expected = "must have one column for a teacher that is not asked about raw examples (raw)";
  const received = `the columns ${names.join(", ")}`;
  throw new ArgumentError({ functionName, argument: "dataset", expected, received, code: "state" });
}

/** Where a dataset's classes or outputs stand in a teacher's answers to some examples. */
interface Place extends Pick<BoundTeacher, "task"> {
  readonly mapping: Int32Array;
  readonly ids: Int32Array;
}

/** The columns of the dataset's classes or outputs; for a class that the teacher lacks what stands for impossible. */
function pick(logits: Float32Array, classCount: number, { mapping, ids, task }: Place): Float32Array {
  const impossible = task === "classes" ? -Infinity : SMALLEST_LOG_ODDS;
  const width = mapping.length;
  const picked = new Float32Array(ids.length * width);
  for (let row = 0; row < ids.length; row++) {
    // An example without an answer is NaN throughout.
    const lacking = Number.isNaN(logits[row * classCount]) ? NaN : impossible;
    let hasFinite = false;
    for (let index = 0; index < width; index++) {
      const column = mapping[index]!;
      const value = column < 0 ? lacking : logits[row * classCount + column]!;
      picked[row * width + index] = value;
      hasFinite ||= value !== -Infinity;
    }
    if (!hasFinite) {
      throw new Error(
        `the teacher holds every class of the dataset for impossible for example ${ids[row]}; ` +
          "leave such examples out, or give the dataset more of the teacher's classes",
      );
    }
  }
  return picked;
}
