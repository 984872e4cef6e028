import type { Matrix } from "@dark-knowledge/core";
import { classNamesOf, datasetSize } from "@dark-knowledge/datasets";
import type { Figures, MetricRecord, NetRecord, RunRecord } from "@dark-knowledge/report";
import { type CorpusWordErrors, corpusWordErrors, matchedPairs, pairedBootstrap } from "@dark-knowledge/speech";
import type { ExperimentOutcome } from "../experiment.ts";
import { failuresOf } from "../internal/failures-of.ts";
import { figuresOf } from "../nets/figures-of.ts";
import { readMatrix } from "../nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../nets/internal/stage-files.ts";
import { netRecordOf } from "../nets/net-record-of.ts";
import type { TrainNetInput } from "../nets/train-net.ts";
import type { ChosenStrength } from "./internal/choose-strength.ts";
import { leftOutRecord } from "./internal/left-out-record.ts";
import type { PlannedNet } from "./internal/planned-net.ts";
import { chosenSoftening } from "./internal/softening.ts";
import { spokenExample } from "./internal/spoken-example.ts";
import type { StrengthenedResult } from "./internal/train-at-strength.ts";
import type { RecognisedWords } from "./recognise-words.ts";
import { STRENGTHS, triedRegularisers } from "./regularised-nets.ts";
import type { SpeechData } from "./speech-data.ts";
import {
  CANDIDATES,
  CHOICE,
  candidateNets,
  ENSEMBLE,
  PARTIAL_ENSEMBLE,
  speechNets,
  UNLABELLED,
} from "./speech-nets.ts";
import { isRecorded, type SpeechSpec, settingsOf } from "./speech-spec.ts";
import { DECODING, OTHER_ENSEMBLE, wordsStage } from "./speech-stages.ts";

/** A comparison of two nets by their words on the same utterances. */
export interface WordComparison {
  readonly first: string;
  readonly second: string;
  /** The word error rate of the first less that of the second. */
  readonly difference: number;
  /** Of 95 %, by the paired bootstrap over utterances. */
  readonly interval: readonly [number, number];
  /** Of the matched-pairs test of segments. */
  readonly pValue: number;
}

/** The strengths of a regulariser that were tried, and the one that was chosen. */
export interface ChoiceOfStrength extends ChosenStrength {
  /** Of the regulariser. */
  readonly name: string;
  readonly labels: readonly string[];
}

type Outcome = ExperimentOutcome<SpeechSpec>;
type Words = ReadonlyMap<string, CorpusWordErrors>;

/** Makes the record of a run. Nets with a stage that failed are left out. */
export async function speechRecord(outcome: Outcome): Promise<RunRecord> {
  const { spec, backend, versions, outcomes, measured } = outcome;
  const data = outcome.data as SpeechData;
  const words = wordErrorsOf(outcome, data);
  const nets: NetRecord[] = [];
  for (const ensemble of ensemblesOf(spec)) nets.push(...(await ensembleRecord(ensemble, outcome, words)));
  const tried = triedRegularisers(spec);
  for (const net of [...speechNets(spec), ...candidateNets(spec), ...tried.flatMap(({ tries }) => tries)])
    nets.push(...(await trainedRecord(net, outcome, words)));
  const example = isRecorded(spec) ? spokenExample(spec, data, await exampleAnswers(outcome)) : undefined;
  const speakers = leftOutRecord(outcome);
  const strengths = tried.flatMap(({ name, stage, labels }): ChoiceOfStrength[] => {
    const chosen = outcomes.get(stage)?.result as ChosenStrength | undefined;
    return chosen === undefined ? [] : [{ name, labels, ...chosen }];
  });
  const [chosen, decoding] = [CHOICE, DECODING].map((stage) => outcomes.get(stage)?.result);
  return {
    experiment: "speech",
    title: `Acoustic models: ${nameOfDataset(spec)}`,
    ...{ spec: { ...spec }, versions, backend },
    dataset: {
      name: nameOfDataset(spec),
      sizes: {
        training: datasetSize(data.training),
        ...(data.tuning ? { validation: datasetSize(data.tuning.dataset) } : {}),
        test: datasetSize(data.test),
        "test words": data.testWords.reduce((sum, { length }) => sum + length, 0),
      },
      classNames: classNamesOf(data.test),
    },
    ...(isRecorded(spec) ? { metrics: [TRAINING_ACCURACY] } : {}),
    ...{ examples: [], ...failuresOf(outcome.failures) },
    extras: {
      comparisons: comparisonsOf(spec, words),
      ...(chosen ? { choice: chosenSoftening(settingsOf(spec)!.candidates, chosen as ChosenStrength) } : {}),
      ...(decoding ? { decoding } : {}),
      ...(strengths.length > 0 ? { strengths } : {}),
      ...(speakers ? { speakers } : {}),
      ...(example ? { example } : {}),
      ...(spec.digits ? { facts: data.facts } : {}),
      ...(measured ? { times: measured } : {}),
    },
    nets,
  };
}

/** Names the data of a run: `AN4`. */
function nameOfDataset({ dataset }: SpeechSpec): string {
  return { an4: "AN4", digits: "spoken digits" }[dataset as string] ?? dataset;
}

const TRAINING_ACCURACY: MetricRecord = {
  ...{ key: "trainingAccuracy", title: "training accuracy", short: "training", format: "share", decimals: 2 },
  ...{ better: "higher", meaning: "The accuracy on the frames that the net was trained on." },
};

/** The answers to the test set of the first net, of the ensemble and of the first distilled net. */
async function exampleAnswers({
  spec,
  data,
  outcomes,
  directoryOf,
}: Outcome): Promise<Readonly<Record<string, Matrix>>> {
  const stages = { single: `single-${spec.members[0]}`, ensemble: ENSEMBLE, distilled: `distilled-${spec.seeds[0]}` };
  const answers: Record<string, Matrix> = {};
  for (const [name, stage] of Object.entries(stages)) {
    if (!outcomes.has(stage)) continue;
    answers[name] = await readMatrix(directoryOf(stage), TEST_LOGITS, classNamesOf(data.test).length);
  }
  return answers;
}

/** The ensembles of a run, by stage. */
function ensemblesOf(spec: SpeechSpec) {
  const { members, mean } = spec;
  const label = (how: string) => `${members.length} nets averaged${isRecorded(spec) ? `, ${how}` : ""}`;
  const other = mean === "arithmetic" ? "geometric" : "arithmetic";
  return [
    { stage: ENSEMBLE, role: "teacher", label: label(mean) },
    { stage: OTHER_ENSEMBLE, role: "ensemble", label: label(other) },
    {
      ...{ stage: PARTIAL_ENSEMBLE, role: "teacher", table: UNLABELLED },
      label: `${settingsOf(spec)?.unlabelled.members.length} nets of the part averaged`,
    },
  ];
}

async function ensembleRecord(
  { stage, ...names }: ReturnType<typeof ensemblesOf>[number],
  { data, directoryOf }: Outcome,
  words: Words,
): Promise<readonly NetRecord[]> {
  if (!words.has(stage)) return [];
  const logits = await readMatrix(directoryOf(stage), TEST_LOGITS, classNamesOf(data.test).length);
  return [
    { ...names, name: stage, seed: 1, figures: measured(figuresOf(logits, data.test).figures, data, words, stage) },
  ];
}

async function trainedRecord(net: PlannedNet, outcome: Outcome, words: Words): Promise<readonly NetRecord[]> {
  const { names } = net;
  const { outcomes, data } = outcome;
  const result = outcomes.get(names.stage)?.result;
  // Candidates and strengths have no words: they are compared by frames.
  const isWhole = words.has(names.stage) || names.table === CANDIDATES || names.table === STRENGTHS;
  if (result === undefined || !isWhole) return [];
  const records = await netRecordOf(names, trainedAs(net, result), outcome);
  // A run has many nets of many states: what each frame got stays in its stage.
  return records.map(({ confusion: _, exampleLogits: __, figures, fidelity, ...net }) => {
    const { strength: ____, ...rest } = net as typeof net & Partial<StrengthenedResult>;
    const { teacherErrors: ___, ...followed } = fidelity ?? {};
    return {
      ...rest,
      figures: measured(figures, data, words, names.stage),
      ...(fidelity ? { fidelity: followed } : {}),
    };
  });
}

/** How a net was trained, with what was chosen for it. */
function trainedAs({ input, strengths }: PlannedNet, result: unknown): TrainNetInput {
  return strengths ? strengths[(result as StrengthenedResult).strength]! : input;
}

function measured({ errors, ...figures }: Figures, { test }: Outcome["data"], words: Words, stage: string): Figures {
  const rate = words.get(stage)?.rate;
  return {
    accuracy: 1 - errors! / datasetSize(test),
    ...(rate === undefined ? {} : { wordErrorRate: rate }),
    ...figures,
  };
}

/** Counts the word errors of each net and ensemble whose words were recognised. */
function wordErrorsOf({ spec, outcomes }: Outcome, { testWords }: SpeechData): Words {
  const stages = [...ensemblesOf(spec).map(({ stage }) => stage), ...speechNets(spec).map(({ names }) => names.stage)];
  return new Map(
    stages.flatMap((stage) => {
      const result = outcomes.get(wordsStage(stage))?.result as RecognisedWords | undefined;
      return result === undefined ? [] : [[stage, corpusWordErrors(testWords, result.words)]];
    }),
  );
}

/** Compares the nets of the first seeds: tests over several would count the same utterances more than once. */
function comparisonsOf({ members, seeds, controls }: SpeechSpec, words: Words): WordComparison[] {
  const [single, control, distilled] = [`single-${members[0]}`, `undropped-${controls[0]}`, `distilled-${seeds[0]}`];
  const pairs = [
    [single, ENSEMBLE],
    [single, distilled],
    [control, distilled],
    [distilled, ENSEMBLE],
  ] as const;
  return pairs.flatMap(([first, second]) => {
    const [one, other] = [words.get(first), words.get(second)];
    if (one === undefined || other === undefined) return [];
    const { difference, interval } = pairedBootstrap(one, other, { seed: 1 });
    return { first, second, difference, interval, pValue: matchedPairs(one, other).pValue };
  });
}
