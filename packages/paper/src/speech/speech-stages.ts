import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import { recordAnswers } from "../nets/record-answers.ts";
import { trainNet } from "../nets/train-net.ts";
import { averageAnswers } from "./internal/average-answers.ts";
import { chooseByFolds } from "./internal/choose-by-folds.ts";
import { chooseStrength } from "./internal/choose-strength.ts";
import { answersStage, type PlannedNet } from "./internal/planned-net.ts";
import { recogniseLeftOut } from "./internal/recognise-left-out.ts";
import { recordOnOtherFolds } from "./internal/record-on-other-folds.ts";
import { trainAtStrength } from "./internal/train-at-strength.ts";
import { trainOnLabelledSpeakers } from "./internal/train-on-labelled-speakers.ts";
import { trainOnOtherFolds } from "./internal/train-on-other-folds.ts";
import { tuneDecoding } from "./internal/tune-decoding.ts";
import { recogniseWords } from "./recognise-words.ts";
import type { SpeechTable } from "./recorded/recorded-settings.ts";
import { triedRegularisers } from "./regularised-nets.ts";
import {
  CHOICE,
  candidateNets,
  ENSEMBLE,
  type FoldNet,
  foldAnswersStage,
  foldNets,
  leftOutNets,
  PARTIAL_ENSEMBLE,
  speechNets,
} from "./speech-nets.ts";
import { isRecorded, type SpeechSpec, settingsOf } from "./speech-spec.ts";

/** The stage with the answers to the test set by the other mean of the members. */
export const OTHER_ENSEMBLE = "ensemble-by-other-mean";
/** The stage that chooses how words are decoded, where there is a validation set. */
export const DECODING = "decoding";

/** Nats behind the best at which the decoder drops a path, for the made-up language. */
const BEAM = 100;

/** Returns the beam with which a run decodes. */
export const beamOf = (spec: SpeechSpec): number => settingsOf(spec)?.decoding.beam ?? BEAM;

/** Names the stage with the words that a net or an ensemble recognises. */
export const wordsStage = (stage: string): string => `words-${stage}`;

/** One table after another: what a run has time for is whole. */
const PRIORITIES: Readonly<Record<SpeechTable, number>> = {
  ensemble: 1e9,
  speakers: 1e8,
  regularisers: 1e6,
  unlabelled: 1e3,
  sizes: 1,
};

/** Makes a stage for each training, those of ensembles and choices, and one for the words of each net and ensemble. */
export function speechStages(spec: SpeechSpec): readonly ExperimentStage[] {
  const [nets, candidates, tried] = [speechNets(spec), candidateNets(spec), triedRegularisers(spec)];
  const isNeeded = (stage: string) => nets.some(({ needs }) => needs.includes(stage));
  const named = (name: string) => nets.filter(({ names }) => names.name === name).map(({ names }) => names.stage);
  const members = named("single");
  const other = spec.mean === "arithmetic" ? "geometric" : "arithmetic";
  const ensembles = [
    createStage(recordAnswers, { name: ENSEMBLE, input: { mean: spec.mean }, needs: members }),
    ...(isRecorded(spec)
      ? [createStage(averageAnswers, { name: OTHER_ENSEMBLE, input: { mean: other }, needs: members })]
      : []),
    ...(isNeeded(PARTIAL_ENSEMBLE)
      ? [
          createStage(recordAnswers, {
            ...{ name: PARTIAL_ENSEMBLE, input: { mean: spec.mean }, needs: named("part, labels") },
          }),
        ]
      : []),
  ];
  const answers = spec.members
    .filter((seed) => isNeeded(answersStage(seed)))
    .map((seed) => createStage(recordAnswers, { name: answersStage(seed), input: {}, needs: [`single-${seed}`] }));
  const choice = choiceStages(spec, candidates);
  const decoding = settingsOf(spec)?.decoding;
  const tuning = decoding ? [createStage(tuneDecoding, { name: DECODING, input: decoding, needs: [members[0]!] })] : [];
  const words = (stage: string, table: SpeechTable) =>
    createStage(recogniseWords, {
      name: wordsStage(stage),
      input: { beam: beamOf(spec) },
      needs: [stage, ...tuning.map(({ name }) => name)],
      cost: PRIORITIES[table],
    });
  return inOrder([
    ...[...nets, ...candidates, ...tried.flatMap(({ tries }) => tries)].map(trainingStage),
    ...tried.map(({ stage, tries }) =>
      createStage(chooseStrength, { name: stage, input: {}, needs: tries.map(({ names }) => names.stage) }),
    ),
    ...[...ensembles, ...answers, ...choice, ...tuning],
    ...leftOutStages(spec, tuning),
    ...ensembles.map(({ name }) => words(name, name === PARTIAL_ENSEMBLE ? "unlabelled" : "ensemble")),
    ...nets.map(({ names, table }) => words(names.stage, table)),
  ]);
}

/** Makes the stage that chooses between candidates, and what is trained in folds for it. */
function choiceStages(spec: SpeechSpec, candidates: readonly PlannedNet[]): readonly ExperimentStage[] {
  const { teachers, students } = foldNets(spec);
  const cost = (net: FoldNet) => costOf(net.input) * PRIORITIES.ensemble;
  const training = (net: FoldNet) =>
    createStage(trainOnOtherFolds, {
      ...{ name: net.stage, input: { ...net.input, leftOut: net.leftOut }, needs: net.needs, cost: cost(net) },
    });
  const byFolds = students.map(({ stage }) => stage);
  const byValidation = candidates.map(({ names }) => names.stage);
  return [
    ...teachers.flatMap((net) => [
      training(net),
      createStage(recordOnOtherFolds, {
        ...{ name: foldAnswersStage(net.leftOut), input: { leftOut: net.leftOut }, needs: [net.stage] },
      }),
    ]),
    ...students.map(training),
    ...(byFolds.length > 0
      ? [createStage(chooseByFolds, { name: CHOICE, input: { folds: teachers.length }, needs: byFolds })]
      : []),
    ...(byValidation.length > 0 ? [createStage(chooseStrength, { name: CHOICE, input: {}, needs: byValidation })] : []),
  ];
}

/** Makes the stages of nets that are measured on speakers whom they have not heard. */
function leftOutStages(spec: SpeechSpec, tuning: readonly ExperimentStage[]): readonly ExperimentStage[] {
  return leftOutNets(spec).flatMap(({ stage, folds }) => [
    ...folds.map(({ stage: name, leftOut, needs, input }) =>
      input
        ? createStage(trainOnOtherFolds, {
            ...{ name, input: { ...input, leftOut }, needs, cost: costOf(input) * PRIORITIES.speakers },
          })
        : createStage(recordOnOtherFolds, { name, input: { mean: spec.mean, leftOut }, needs }),
    ),
    createStage(recogniseLeftOut, {
      ...{ name: stage, input: { folds: folds.length, beam: beamOf(spec) }, cost: PRIORITIES.speakers },
      needs: [...folds.map((fold) => fold.stage), ...tuning.map(({ name }) => name)],
    }),
  ]);
}

function trainingStage({ names, input, strengths, needs, how, table }: PlannedNet): ExperimentStage {
  const options = { name: names.stage, needs, cost: costOf(input) * PRIORITIES[table] };
  if (how !== "as-given") {
    const training = strengths ? { strengths } : input;
    return createStage(trainOnLabelledSpeakers, { ...options, input: { ...training, isAlone: how === "part-alone" } });
  }
  return strengths
    ? createStage(trainAtStrength, { ...options, input: { strengths } })
    : createStage(trainNet, { ...options, input });
}

/** Puts each stage behind those that it needs. */
function inOrder(stages: readonly ExperimentStage[]): readonly ExperimentStage[] {
  const placed = new Map<string, ExperimentStage>();
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const place = (stage: ExperimentStage) => {
    if (placed.has(stage.name)) return;
    for (const need of stage.needs) place(byName.get(need)!);
    placed.set(stage.name, stage);
  };
  for (const stage of stages) place(stage);
  return [...placed.values()];
}
