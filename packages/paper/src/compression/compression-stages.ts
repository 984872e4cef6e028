import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import { netOf } from "../nets/net-spec.ts";
import { recordAnswers } from "../nets/record-answers.ts";
import { type TrainNetInput, trainNet } from "../nets/train-net.ts";
import { type PlannedAdaptation, planAdaptation } from "./adaptation-stages.ts";
import { type CompressNetInput, compressNet, type RecoverySettings } from "./compress-net.ts";
import type { CompressedNetSpec } from "./compressed-net-spec.ts";
import { type CompressionSpec, stepsOf } from "./compression-spec.ts";
import { epochsAfter, isUntrained, type RecipeStep, rateAfter, slugOf, writeRecipe } from "./internal/recipe.ts";
import { probeLayers } from "./probe-layers.ts";

/** A compressed net of a plan. */
export interface PlannedVariant {
  /** The stage that compresses and measures it. */
  readonly stage: string;
  /** As in the specification; `uncompressed` for the net as it is. */
  readonly recipe: string;
  /** The source of its training after each step. */
  readonly learnsFrom: "teacher" | "labels";
}

/** The stages of one net and seed. */
export interface PlannedNet {
  readonly spec: CompressedNetSpec;
  readonly seed: number;
  readonly trained: { readonly stage: string; readonly input: TrainNetInput; readonly teacher: PlannedTeacher };
  readonly probe: string;
  readonly variants: readonly PlannedVariant[];
  /** Of the net that is adapted to a task. */
  readonly adaptation?: PlannedAdaptation;
}

/** A teacher's stage. */
interface PlannedTeacher {
  readonly seed: number;
  readonly stage: string;
  readonly input: TrainNetInput;
}

/** All nets of a specification. */
export interface CompressionPlanning {
  readonly teachers: readonly PlannedTeacher[];
  readonly nets: readonly PlannedNet[];
  readonly stages: readonly ExperimentStage[];
}

/** The recipe of a net as it is. */
export const UNCOMPRESSED = "uncompressed";

/** The shares of a layer's weights that are left when its sensitivity is measured. */
export const LEFT_SHARES: readonly number[] = [0.5, 0.2, 0.1, 0.05, 0.02];

/** Plans the stages: recipes that begin with the same steps share these. */
export function planCompression(spec: CompressionSpec): CompressionPlanning {
  const stages = new Map<string, ExperimentStage>();
  const add = (stage: ExperimentStage) => {
    if (!stages.has(stage.name)) stages.set(stage.name, stage);
    return stage.name;
  };
  const teachers = spec.teacherSeeds.map((seed): PlannedTeacher => {
    const input = { net: spec.teacher, seed, isKept: true };
    const stage = add(createStage(trainNet, { name: `teacher-${seed}`, input, cost: costOf(input) }));
    add(createStage(recordAnswers, { name: answersOf(stage), input: {}, needs: [stage] }));
    return { seed, stage, input };
  });
  const nets = spec.nets.flatMap((net) =>
    spec.seeds.map((seed, index) => planNet(spec, net, seed, teachers[index % teachers.length]!, add)),
  );
  return { teachers, nets, stages: [...stages.values()] };
}

function answersOf(teacher: string): string {
  return `answers-${teacher}`;
}

function planNet(
  spec: CompressionSpec,
  net: CompressedNetSpec,
  seed: number,
  teacher: PlannedTeacher,
  add: (stage: ExperimentStage) => string,
): PlannedNet {
  const { temperature, hardWeight, adaptation } = spec;
  const own = netOf(net);
  const prefix = `${net.name}-${seed}`;
  const answers = answersOf(teacher.stage);
  const soft = { loss: "distillation", temperature, hardWeight, targets: "recorded" } as const;
  const input: TrainNetInput = { net: own, seed, isKept: true, ...(net.learnsFrom === "teacher" ? { soft } : {}) };
  const cost = costOf(input);
  const needs = net.learnsFrom === "teacher" ? [answers] : [];
  const trained = add(createStage(trainNet, { name: prefix, input, needs, cost }));
  const probe = add(
    createStage(probeLayers, { name: `${prefix}-probe`, input: { left: [...LEFT_SHARES] }, needs: [trained] }),
  );
  const repairing = (): string => {
    if (net.recoversFrom === "teacher") return answers;
    const [sources, input] =
      net.recoversFrom === "both" ? [[teacher.stage, trained], { mean: "arithmetic" as const }] : [[trained], {}];
    return add(createStage(recordAnswers, { name: answersOf(trained), input, needs: sources }));
  };
  const recoveryOf = (step: RecipeStep): RecoverySettings => ({
    ...{ epochs: epochsAfter(step, net), learningRate: rateAfter(step, net) },
    ...{ temperature: net.recoveryTemperature, hardWeight },
  });
  const costOfEpochs = (epochs: number) => (cost * epochs) / Math.max(1, own.epochs);
  const compress = (steps: readonly RecipeStep[], learnsFrom: PlannedVariant["learnsFrom"], before: string): string => {
    const step = steps.at(-1);
    const recovery = step === undefined || isUntrained(step) ? undefined : recoveryOf(step);
    // Without training it does not matter from what.
    const suffix = steps.every(isUntrained) ? "" : `-${learnsFrom}`;
    const name = `${prefix}-${step === undefined ? UNCOMPRESSED : `${slugOf(steps)}${suffix}`}`;
    const given: CompressNetInput = { net: own, seed, steps, ...(recovery ? { recovery } : {}) };
    return add(
      createStage(compressNet, {
        ...{ name, input: given, needs: [before, ...(recovery && learnsFrom === "teacher" ? [repairing()] : [])] },
        cost: recovery ? costOfEpochs(recovery.epochs) : 1,
      }),
    );
  };
  const follow = (recipe: string, learnsFrom: PlannedVariant["learnsFrom"]): PlannedVariant => {
    const all = stepsOf(recipe);
    const stage = all.reduce((before, _, index) => compress(all.slice(0, index + 1), learnsFrom, before), trained);
    return { stage, recipe: writeRecipe(all), learnsFrom };
  };
  const variants = [
    { stage: compress([], "teacher", trained), recipe: UNCOMPRESSED, learnsFrom: "teacher" as const },
    ...net.recipes.map((recipe) => follow(recipe, "teacher")),
    ...net.byLabels.map((recipe) => follow(recipe, "labels")),
  ];
  const planned = { spec: net, seed, probe, trained: { stage: trained, input, teacher }, variants };
  if (adaptation?.net !== net.name) return planned;
  const adapted = {
    ...{ net: own, seed, prefix, trained, answers: repairing(), recoveryOf, costOf: costOfEpochs, add },
    compressed: (recipe: string) => follow(recipe, "teacher").stage,
  };
  return { ...planned, adaptation: planAdaptation(adaptation, adapted) };
}

/** Makes the stages of a specification. */
export function compressionStages(spec: CompressionSpec): readonly ExperimentStage[] {
  return planCompression(spec).stages;
}
