import { gunzipSync } from "node:zlib";
import { unpackModel } from "@dark-knowledge/compression";
import { gzipModel } from "@dark-knowledge/compression/node";
import { fingerprintWeights, type Student, taskFigures } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { TrainingEvent } from "../../../nets/training-event.ts";
import type { CandidateStore, TrainedCandidate } from "./candidate-store.ts";
import { type CompressedCandidate, dropOf } from "./compressed-candidate.ts";
import type { CompressionEvent } from "./compression-event.ts";
import { applyStep, type CompressionStep, learnsAlone, nameOfSteps, planOfSteps } from "./compression-step.ts";
import type { CompressionTarget } from "./compression-target.ts";
import type { CompressionData } from "./load-compression-data.ts";
import { meanAnswers } from "./mean-answers.ts";
import { nextCandidate } from "./next-candidate.ts";
import { type Recovery, recoverStudent } from "./recover-student.ts";
import { surveyCandidates } from "./survey-candidates.ts";

/** A search for candidates that meet a target. */
export interface CandidateSearch {
  readonly student: Student;
  readonly data: CompressionData;
  readonly uncompressed: CompressedCandidate;
  /** The candidates, each after its beginnings. */
  readonly paths: readonly (readonly CompressionStep[])[];
  readonly target: CompressionTarget;
  readonly store: CandidateStore;
  readonly epochs: number;
  readonly seed: number;
  /** Whether the time is over. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: CompressionEvent) => void;
}

/** Trains the promising candidates, step by step, until none is left or the time is over. */
export async function trainCandidates(
  search: CandidateSearch,
): Promise<{ readonly candidates: readonly CompressedCandidate[]; readonly isSpent: boolean }> {
  const { student, data, paths, target, store, isOver, signal, onEvent } = search;
  const { validation, teachers, transferSet } = data;
  const report = (name: string) => (event: TrainingEvent) => onEvent({ kind: "reported", stage: { name }, event });
  const names = paths.map(nameOfSteps);
  onEvent({ kind: "planned", stages: [SURVEY, ...names].map((name) => ({ name, status: "new" })) });
  const ending = {
    get aborted() {
      return signal.aborted || isOver();
    },
    get reason() {
      return signal.aborted ? signal.reason : SPENT;
    },
  };
  const trained: TrainedCandidate[] = [];
  try {
    const measuring = { validation, seed: search.seed, signal: ending, emit: report(SURVEY) };
    const surveyed = await surveyCandidates(student.model, paths, measuring);
    onEvent({ kind: "finished", stage: { name: SURVEY }, result: undefined });
    const teacher = await meanAnswers(student.description, teachers, ending);
    const recovery = {
      ...search,
      transferSet,
      validation,
      teacher,
      temperature: student.description.temperature ?? TEMPERATURE,
      signal: ending,
    };
    for (;;) {
      const next = nextCandidate(target, surveyed, trained);
      if (next === undefined) break;
      const steps = firstUntrained(next.steps, trained);
      const name = nameOfSteps(steps);
      const kept = await store.find(name);
      trained.push(kept ?? (await trainCandidate(steps, search, { ...recovery, emit: report(name) })));
      onEvent({ kind: kept ? "skipped" : "finished", stage: { name }, result: undefined });
    }
    return { candidates: trained, isSpent: false };
  } catch (error) {
    if (error !== SPENT) throw error;
    return { candidates: trained, isSpent: true };
  } finally {
    const done = new Set(trained.map(({ name }) => name));
    for (const name of names) if (!done.has(name)) onEvent({ kind: "skipped", stage: { name } });
  }
}

const SURVEY = "survey";
const SPENT = new Error("the time for the search is over");

/** The temperature for students that do not name theirs. */
const TEMPERATURE = 4;

/** The shortest beginning of a candidate that is not trained yet. */
function firstUntrained(
  steps: readonly CompressionStep[],
  trained: readonly CompressedCandidate[],
): readonly CompressionStep[] {
  const done = new Set(trained.map(({ name }) => name));
  const beginnings = steps.map((_, index) => steps.slice(0, index + 1));
  return beginnings.find((one) => !done.has(nameOfSteps(one)))!;
}

/** Applies the last step to the candidate before it, repairs the damage, and keeps the result. */
async function trainCandidate(
  steps: readonly CompressionStep[],
  { student, data, uncompressed, store, seed }: CandidateSearch,
  recovery: Recovery,
): Promise<TrainedCandidate> {
  const before = steps.slice(0, -1);
  const parent =
    before.length === 0 ? student.model : await unpackModel(gunzipSync(await store.read(nameOfSteps(before))));
  let model: LayersModel | undefined;
  try {
    const last = steps.at(-1)!;
    model = await applyStep(parent, last, { dataset: data.transferSet, seed, signal: recovery.signal });
    if (!learnsAlone(last)) await recoverStudent(model, await planOfSteps(model, steps), recovery);
    const bytes = await gzipModel(model);
    const figures = await taskFigures(model, data.validation, { signal: recovery.signal });
    const candidate: TrainedCandidate = {
      name: nameOfSteps(steps),
      steps,
      bytes: bytes.length,
      figures,
      drop: dropOf(uncompressed.figures, figures),
      fingerprint: await fingerprintWeights(model.weights.map((weight) => weight.read())),
    };
    await store.keep(candidate, bytes);
    return candidate;
  } finally {
    model?.dispose();
    if (parent !== student.model) parent.dispose();
  }
}
