import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import { measureAnswers } from "../nets/measure-answers.ts";
import { isExternal, type TeacherSpec } from "../nets/teacher-spec.ts";
import { type TrainNetInput, trainNet } from "../nets/train-net.ts";
import { type DistillSpec, transferSpecOf } from "./distill-spec.ts";

/** One net of a distillation: its entry in the record and what its stage does. */
export interface DistillNet {
  readonly name: "teacher" | "hard" | "distilled" | "out-of-fold";
  readonly seed: number;
  /** The name of its stage. */
  readonly stage: string;
  /** The input of its training; a teacher from elsewhere is only measured. */
  readonly input: Omit<TrainNetInput, "net"> & { readonly net: TeacherSpec };
}

/**
 * Lists the nets of a distillation: the teacher, the students on labels, the distilled students, and those distilled
 * from out-of-fold answers.
 */
export function distillNets(spec: DistillSpec): readonly DistillNet[] {
  const { seeds, temperature, hardWeight, mixup, folds, hardEpochs } = spec;
  const student = { net: spec.student, transferSet: transferSpecOf(spec), isKept: true };
  const targets = isExternal(spec.teacher) ? "external" : "live";
  const soft = { loss: "distillation", temperature, hardWeight, targets } as const;
  const net = (name: DistillNet["name"], seed: number, input: Omit<DistillNet["input"], "seed">): DistillNet => ({
    ...{ name, seed, stage: `${name}-${seed}` },
    input: { ...input, seed },
  });
  return [
    net("teacher", seeds[0]!, { net: spec.teacher, isKept: true }),
    ...seeds.map((seed) =>
      net("hard", seed, { ...student, net: { ...spec.student, epochs: hardEpochs ?? spec.student.epochs } }),
    ),
    ...seeds.map((seed) => net("distilled", seed, { ...student, soft, ...(mixup === undefined ? {} : { mixup }) })),
    ...(folds === undefined ? [] : seeds).map((seed) =>
      net("out-of-fold", seed, { ...student, soft: { ...soft, targets: "out-of-fold" } }),
    ),
  ];
}

/** Makes a stage for each net. */
export function distillStages(spec: DistillSpec): readonly ExperimentStage[] {
  const [teacher] = distillNets(spec);
  const isLive = !isExternal(spec.teacher);
  return distillNets(spec).map(({ name, stage, input: { net, ...input } }) => {
    if (isExternal(net)) {
      const parts = spec.folds === undefined ? (["transfer"] as const) : (["transfer", "out-of-fold"] as const);
      return createStage(measureAnswers, { name: stage, input: { transferSet: transferSpecOf(spec), parts } });
    }
    return createStage(trainNet, {
      ...{ name: stage, input: { net, ...input }, cost: costOf({ net, ...input }) },
      needs: isLive && name === "distilled" ? [teacher!.stage] : [],
    });
  });
}
