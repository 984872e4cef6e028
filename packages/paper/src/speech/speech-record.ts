import { classNamesOf, datasetSize } from "@dark-knowledge/datasets";
import type { NetRecord, RunRecord } from "@dark-knowledge/report";
import { type CorpusWordErrors, corpusWordErrors, matchedPairs, pairedBootstrap } from "@dark-knowledge/speech";
import type { ExperimentOutcome } from "../experiment.ts";
import { failuresOf } from "../internal/failures-of.ts";
import { figuresOf } from "../nets/figures-of.ts";
import { readMatrix } from "../nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../nets/internal/stage-files.ts";
import { netRecordOf } from "../nets/net-record-of.ts";
import type { SpeechData } from "./load-speech-data.ts";
import type { RecognisedWords } from "./recognise-words.ts";
import type { SpeechSpec } from "./speech-spec.ts";
import { ENSEMBLE, speechNets, wordsStage } from "./speech-stages.ts";

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

type Outcome = ExperimentOutcome<SpeechSpec>;

/** Makes the record of a run. Nets with a stage that failed are left out. */
export async function speechRecord(outcome: Outcome): Promise<RunRecord> {
  const { spec, backend, versions } = outcome;
  const data = outcome.data as SpeechData;
  const words = wordErrorsOf(outcome, data);
  const frames = datasetSize(data.test);
  const measured = ({ errors, ...figures }: NetRecord["figures"], stage: string) => ({
    ...{ accuracy: 1 - errors! / frames, wordErrorRate: words.get(stage)!.rate, ...figures },
  });
  const nets: NetRecord[] = [];
  if (words.has(ENSEMBLE)) {
    const logits = await readMatrix(outcome.directoryOf(ENSEMBLE), TEST_LOGITS, classNamesOf(data.test).length);
    const { figures } = figuresOf(logits, data.test);
    const label = `${spec.members.length} nets averaged`;
    nets.push({ role: "teacher", name: ENSEMBLE, label, seed: 1, figures: measured(figures, ENSEMBLE) });
  }
  for (const { names, input } of speechNets(spec)) {
    if (!words.has(names.stage)) continue;
    const records = await netRecordOf(names, input, outcome);
    // A run has many nets of many states: what each frame got stays in its stage.
    for (const { confusion: _, exampleLogits: __, figures, fidelity, ...net } of records) {
      const { teacherErrors: ___, ...followed } = fidelity ?? {};
      nets.push({ ...net, figures: measured(figures, names.stage), ...(fidelity ? { fidelity: followed } : {}) });
    }
  }
  return {
    experiment: "speech",
    title: `Acoustic models: ${spec.dataset}`,
    ...{ spec: { ...spec }, versions, backend },
    dataset: {
      name: spec.dataset,
      sizes: {
        training: datasetSize(data.training),
        test: frames,
        "test words": data.testWords.reduce((sum, { length }) => sum + length, 0),
      },
      classNames: classNamesOf(data.test),
    },
    ...{ examples: [], ...failuresOf(outcome.failures) },
    extras: { comparisons: comparisonsOf(spec, words) },
    nets,
  };
}

/** Counts the word errors of each net and the ensemble whose words were recognised. */
function wordErrorsOf({ spec, outcomes }: Outcome, { testWords }: SpeechData): ReadonlyMap<string, CorpusWordErrors> {
  const stages = [ENSEMBLE, ...speechNets(spec).map(({ names }) => names.stage)];
  return new Map(
    stages.flatMap((stage) => {
      const result = outcomes.get(wordsStage(stage))?.result as RecognisedWords | undefined;
      return result === undefined ? [] : [[stage, corpusWordErrors(testWords, result.words)]];
    }),
  );
}

/** Compares the nets of the first seeds: tests over several would count the same utterances more than once. */
function comparisonsOf({ members, seeds }: SpeechSpec, words: ReadonlyMap<string, CorpusWordErrors>): WordComparison[] {
  const [single, distilled] = [`single-${members[0]}`, `distilled-${seeds[0]}`];
  const pairs = [
    [single, ENSEMBLE],
    [single, distilled],
    [distilled, ENSEMBLE],
  ] as const;
  return pairs.flatMap(([first, second]) => {
    const [one, other] = [words.get(first), words.get(second)];
    if (one === undefined || other === undefined) return [];
    const { difference, interval } = pairedBootstrap(one, other, { seed: 1 });
    return { first, second, difference, interval, pValue: matchedPairs(one, other).pValue };
  });
}
