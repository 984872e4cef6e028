import { createMatrix, type Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { Figures, NetRecord } from "@dark-knowledge/report";
import { evaluateNumbers, fidelityOfLogits } from "@dark-knowledge/training";
import { answerCount } from "../data/answer-count.ts";
import type { ExperimentOutcome } from "../experiment.ts";
import { describeNet } from "./describe-net.ts";
import { figuresOf } from "./figures-of.ts";
import { readMatrix } from "./internal/matrix-file.ts";
import { TEST_LOGITS } from "./internal/stage-files.ts";
import type { MeasuredAnswers } from "./measure-answers.ts";
import type { NetResult } from "./net-result.ts";
import type { TeacherSpec } from "./teacher-spec.ts";
import type { TrainNetInput } from "./train-net.ts";

/** A net's labels in a record, and the teacher to compare it with. */
export interface NetNames
  extends Pick<NetRecord, "role" | "name" | "seed">,
    Partial<Pick<NetRecord, "label" | "baseline" | "table">> {
  /** The stage that trained it. */
  readonly stage: string;
  /** Its teacher, and the stage with the teacher's test logits. */
  readonly teacher?: { readonly name: string; readonly seed?: number; readonly stage: string };
}

/** Makes the record entry of a trained net; nothing when its stage failed. */
export async function netRecordOf(
  { stage, teacher, ...names }: NetNames,
  { net, soft, transferSet = {} }: Pick<TrainNetInput, "soft" | "transferSet"> & { readonly net: TeacherSpec },
  { outcomes, directoryOf, data }: Pick<ExperimentOutcome<unknown>, "outcomes" | "directoryOf" | "data">,
): Promise<readonly NetRecord[]> {
  const outcome = outcomes.get(stage);
  if (outcome === undefined) return [];
  // How sure a teacher is of what it has seen belongs to no net.
  const { answered: _, ...result } = restoreNumbers(outcome.result as NetResult & Partial<MeasuredAnswers>);
  const { omit = [], only = [] } = transferSet;
  const isCompared = teacher !== undefined && outcomes.has(teacher.stage);
  const { test } = data;
  const { stage: __, ...teacherName } = teacher ?? {};
  return [
    {
      ...names,
      ...(isCompared ? { teacher: teacherName as { name: string } } : {}),
      architecture: describeNet(net, test),
      ...(soft ? { temperature: soft.temperature ?? 1 } : {}),
      ...(omit.length > 0 ? { omit } : {}),
      ...(only.length > 0 ? { only } : {}),
      ...result,
      ...(isCompared ? { fidelity: await compare(directoryOf(stage), directoryOf(teacher.stage), test) } : {}),
    },
  ];
}

/**
 * Restores what JSON has stored as null. A teacher from elsewhere may hold a class impossible: its logit is −∞. Where that class is the
 * true one its log-likelihood has no finite value, and is no figure.
 */
function restoreNumbers<Result extends Pick<NetResult, "figures" | "exampleLogits">>(result: Result): Result {
  return {
    ...result,
    figures: Object.fromEntries(Object.entries(result.figures).filter(([, figure]) => figure !== null)),
    exampleLogits: result.exampleLogits.map((logits) => logits.map((logit) => logit ?? -Infinity)),
  };
}

/** Measures how closely a student follows its teacher on the test set, and the teacher's own errors. */
async function compare(student: string, teacher: string, test: Dataset): Promise<Figures> {
  const classes = answerCount(test);
  const [studentLogits, teacherLogits] = await Promise.all(
    [student, teacher].map((one) => readMatrix(one, TEST_LOGITS, classes)),
  );
  if (test.targets.kind === "numbers") {
    const [own, theirs] = [studentLogits!, teacherLogits!].map((answers) => firstColumns(answers, test.targets));
    return { r2ToTeacher: evaluateNumbers(own!, theirs!).r2 };
  }
  if (test.targets.kind === "several-classes") return agreementOf(studentLogits!, teacherLogits!);
  const { agreement, kl } = fidelityOfLogits(studentLogits!, teacherLogits!);
  return { agreement, kl, teacherErrors: figuresOf(teacherLogits!, test).figures.errors! };
}

/** The numbers of answers without their variances. */
function firstColumns({ rows, columns, data }: Matrix, targets: Dataset["targets"]): Matrix {
  const width = targets.kind === "numbers" ? targets.names.length : columns;
  return createMatrix(
    rows,
    width,
    Float32Array.from(data).filter((_, at) => at % columns < width),
  );
}

/** The share of labels, of examples that may have several, that both predict alike. */
function agreementOf({ data: student }: Matrix, { data: teacher }: Matrix): Figures {
  let agreed = 0;
  for (let index = 0; index < student.length; index++) if (student[index]! > 0 === teacher[index]! > 0) agreed++;
  return { agreement: agreed / student.length };
}
