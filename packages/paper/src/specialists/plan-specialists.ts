import { deriveSeed } from "@dark-knowledge/core";
import { createStage } from "@dark-knowledge/pipeline";
import type { SpecialistSoftmaxName } from "@dark-knowledge/training";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import { recordAnswers } from "../nets/record-answers.ts";
import { type TrainNetInput, trainNet } from "../nets/train-net.ts";
import { combineSpecialists } from "./combine-specialists.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";
import { type BaselineInput, trainBaseline } from "./train-baseline.ts";
import { trainGeneralist } from "./train-generalist.ts";
import { trainSpecialistNet } from "./train-specialist-net.ts";

/** The stages of one seed, by their role in the record. */
export interface SeedPlan {
  readonly seed: number;
  readonly generalist: string;
  readonly specialists: Readonly<Record<SpecialistSoftmaxName, readonly string[]>>;
  readonly combination: string;
  readonly baselines: Readonly<Partial<Record<BaselineInput["kind"], string>>>;
  readonly students: Readonly<Record<"distilled" | "control", string>>;
  /** Each stage after those that it needs. */
  readonly stages: readonly ExperimentStage[];
}

/** Plans the stages of a specification, seed by seed. */
export function planSpecialists(spec: SpecialistsSpec): readonly SeedPlan[] {
  return spec.seeds.map((seed) => planSeed(spec, seed));
}

function planSeed(spec: SpecialistsSpec, seed: number): SeedPlan {
  const { generalist: net, specialists, topClasses, experts } = spec;
  const { clusters, size, ...settings } = specialists;
  const { batchSize, momentum } = net;
  const cost = costOf({ net });
  const generalist = `generalist-${seed}`;
  const stages: ExperimentStage[] = [
    createStage(trainGeneralist, { name: generalist, input: { generalist: net, seed, clusters, size }, cost }),
  ];
  const addSpecialists = (softmax: SpecialistSoftmaxName) =>
    Array.from({ length: clusters }, (_, index) => {
      const name = `specialist-${softmax}-${seed}-${index + 1}`;
      const input = { softmax, seed, index, settings, batchSize, momentum };
      stages.push(createStage(trainSpecialistNet, { name, input, needs: [generalist], cost: cost / clusters }));
      return name;
    });
  const [dustbin, full] = [addSpecialists("dustbin"), addSpecialists("full")];

  const combination = `combination-${seed}`;
  const needs = [generalist, ...dustbin, ...full];
  stages.push(createStage(combineSpecialists, { name: combination, input: { topClasses }, needs, cost: 1 }));

  const kinds: BaselineInput["kind"][] = ["longer", "ensemble"];
  // Its experts are perceptrons of one hidden layer.
  if (net.kind === "mlp" && net.hidden.length > 0) kinds.push("mixture");
  const baselines = kinds.map((kind) => {
    const name = `${kind}-${seed}`;
    const input = { kind, net, seed, experts };
    stages.push(createStage(trainBaseline, { name, input, needs: [generalist, ...dustbin], cost: 2 * cost }));
    return [kind, name];
  });

  const answers = `answers-${generalist}`;
  stages.push(createStage(recordAnswers, { name: answers, input: {}, needs: [generalist] }));
  const addStudent = (name: string, teacher: string) => {
    stages.push(createStage(trainNet, { name, input: studentInput(spec, seed), needs: [teacher], cost }));
    return name;
  };
  return {
    ...{ seed, generalist, specialists: { dustbin, full }, combination, baselines: Object.fromEntries(baselines) },
    students: {
      distilled: addStudent(`distilled-${seed}`, combination),
      control: addStudent(`control-${seed}`, answers),
    },
    stages,
  };
}

/**
 * Plans a student. Whatever the answers, it starts with the same weights and sees the same examples in the same order.
 */
export function studentInput({ generalist: net, distillation }: SpecialistsSpec, seed: number): TrainNetInput {
  const soft = { loss: "distillation", ...distillation, targets: "recorded" } as const;
  return { net, seed: deriveSeed(seed, "student"), soft, isKept: false };
}
