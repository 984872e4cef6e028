import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import type { NetNames } from "../nets/net-record-of.ts";
import { recordAnswers } from "../nets/record-answers.ts";
import { type TrainNetInput, trainNet } from "../nets/train-net.ts";
import { recogniseWords } from "./recognise-words.ts";
import type { SpeechSpec } from "./speech-spec.ts";

/** The stage with the mean answers of all members. */
export const ENSEMBLE = "ensemble";

/** Names the stage with the words that a net or the ensemble recognises. */
export const wordsStage = (stage: string): string => `words-${stage}`;

/** Lists the trainings: nets on labels, which differ by their first weights and the order of frames, and distilled ones. */
export function speechNets(spec: SpeechSpec): readonly { names: NetNames; input: TrainNetInput }[] {
  const { net, members, seeds, temperature, hardWeight } = spec;
  const teacher = { name: ENSEMBLE, seed: 1, stage: ENSEMBLE };
  const soft = { loss: "distillation", temperature, hardWeight, targets: "recorded" } as const;
  const single = (seed: number) => ({
    names: { role: "student", name: "single", seed, stage: `single-${seed}`, baseline: true, teacher },
    input: { net, seed, isKept: true },
  });
  const distilled = (seed: number) => ({
    names: { role: "student", name: "distilled", seed, stage: `distilled-${seed}`, teacher },
    input: { net, seed, soft, isKept: true },
  });
  return [...members.map(single), ...seeds.map(distilled)];
}

/** Makes a stage for each training, one for the ensemble, and one for the words of each of them. */
export function speechStages(spec: SpeechSpec): readonly ExperimentStage[] {
  const nets = speechNets(spec).map(({ names, input }) =>
    createStage(trainNet, {
      ...{ name: names.stage, input, cost: costOf(input) },
      needs: input.soft ? [ENSEMBLE] : [],
    }),
  );
  const needs = nets.slice(0, spec.members.length).map(({ name }) => name);
  const ensemble = createStage(recordAnswers, { name: ENSEMBLE, input: { mean: spec.mean }, needs });
  const stages = [...nets.slice(0, needs.length), ensemble, ...nets.slice(needs.length)];
  const words = stages.map(({ name }) =>
    createStage(recogniseWords, { name: wordsStage(name), input: {}, needs: [name] }),
  );
  return [...stages, ...words];
}
