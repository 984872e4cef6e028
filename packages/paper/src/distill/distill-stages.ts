import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import { type TrainNetInput, trainNet } from "../nets/train-net.ts";
import type { DistillSpec } from "./distill-spec.ts";

/** One net of a distillation: its entry in the record and the input of its training. */
export interface DistillNet {
  readonly name: "teacher" | "hard" | "distilled";
  readonly seed: number;
  /** The name of its stage. */
  readonly stage: string;
  readonly input: TrainNetInput;
}

/** Lists the nets of a distillation: the teacher, the students on labels, the distilled students. */
export function distillNets(spec: DistillSpec): readonly DistillNet[] {
  const { seeds, temperature, hardWeight, omit, only, transferSize } = spec;
  const transferSet = { omit, only, ...(transferSize === undefined ? {} : { size: transferSize }) };
  const student = { net: spec.student, transferSet, isKept: true };
  const soft = { loss: "distillation", temperature, hardWeight, targets: "live" } as const;
  const net = (name: DistillNet["name"], seed: number, input: Omit<TrainNetInput, "seed">): DistillNet => ({
    ...{ name, seed, stage: `${name}-${seed}` },
    input: { ...input, seed },
  });
  return [
    net("teacher", seeds[0]!, { net: spec.teacher, isKept: true }),
    ...seeds.map((seed) => net("hard", seed, student)),
    ...seeds.map((seed) => net("distilled", seed, { ...student, soft })),
  ];
}

/** Makes a stage for each net. */
export function distillStages(spec: DistillSpec): readonly ExperimentStage[] {
  const [teacher] = distillNets(spec);
  return distillNets(spec).map(({ name, stage, input }) =>
    createStage(trainNet, {
      ...{ name: stage, input, cost: costOf(input) },
      needs: name === "distilled" ? [teacher!.stage] : [],
    }),
  );
}
