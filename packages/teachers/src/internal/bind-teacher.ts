import { ArgumentError, assertFields, formatValue, type GivenAs } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { answerLogits } from "../answer-logits.ts";
import type { ExternalTeacher, TeacherFeatures, TeacherRequest } from "../external-teacher.ts";
import { mapClasses } from "../map-classes.ts";
import { createLabelCheck } from "./create-label-check.ts";

/** How a teacher is asked about a dataset. */
export interface BindingOptions {
  /** The examples before they became numbers, by id, for a teacher that reads texts or the like. */
  readonly raw?: ArrayLike<unknown>;
  /**
   * Whether a teacher without `classNames` is checked against the labels. Default: true. False for one that is meant to
   * be wrong.
   */
  readonly checkLabels?: boolean;
}

/** A teacher that answers for the classes of one dataset. */
export interface BoundTeacher {
  /** Logits of a batch, `[batch, classes]`; rows of NaN for examples without an answer. */
  readonly ask: (ids: Int32Array, features: TeacherFeatures, signal?: AbortSignal) => Promise<Float32Array>;
  /** The form of its first answer. */
  readonly givenAs: () => GivenAs | undefined;
}

/** Binds a teacher to the classes of a dataset. */
export function bindTeacher(
  functionName: string,
  teacher: ExternalTeacher,
  dataset: Dataset,
  { raw, checkLabels = true }: BindingOptions,
): BoundTeacher {
  const classNames = classesOf(functionName, dataset);
  assertOneColumn(functionName, dataset, raw);
  if (typeof teacher?.answer !== "function") {
    const expected = "must be a teacher: an object with a method answer";
    const received = formatValue(teacher);
    throw new ArgumentError({ functionName, argument: "teacher", expected, received, code: "dtype" });
  }
  const teacherNames = teacher.classNames;
  const mapping = teacherNames === undefined ? undefined : mapClasses(teacherNames, classNames);
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
    const classCount = teacherNames?.length ?? classNames.length;
    const { logits, givenAs } = answerLogits(answer, { rows: ids.length, classCount, ids });
    form ??= givenAs;
    const own = mapping === undefined ? logits : pick(logits, classCount, mapping, ids);
    check?.(ids, own);
    return own;
  };
  return { ask, givenAs: () => form };
}

function classesOf(functionName: string, dataset: Dataset): readonly string[] {
  assertFields(
    functionName,
    dataset,
    { targets: "object", columns: "object" },
    { argument: "dataset", prefix: "dataset." },
  );
  const { targets } = dataset;
  if (targets.kind === "classes") return targets.classNames;
  const expected = 'must have targets of kind "classes"';
  throw new ArgumentError({
    functionName,
    argument: "dataset",
    expected,
    received: `"${targets.kind}"`,
    code: "state",
  });
}

/** A request has one tensor of features; of several columns only a teacher that reads raw examples is told all. */
function assertOneColumn(functionName: string, { columns }: Dataset, raw: BindingOptions["raw"]): void {
  const names = Object.keys(columns);
  if (names.length === 1 || raw !== undefined) return;
  const expected = "must have one column for a teacher that is not asked about raw examples (raw)";
  const received = `the columns ${names.join(", ")}`;
  throw new ArgumentError({ functionName, argument: "dataset", expected, received, code: "state" });
}

/** The columns of the dataset's classes; −∞ for a class that the teacher lacks. */
function pick(logits: Float32Array, classCount: number, mapping: Int32Array, ids: Int32Array): Float32Array {
  const width = mapping.length;
  const picked = new Float32Array(ids.length * width);
  for (let row = 0; row < ids.length; row++) {
    // An example without an answer is NaN throughout.
    const lacking = Number.isNaN(logits[row * classCount]) ? NaN : -Infinity;
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
