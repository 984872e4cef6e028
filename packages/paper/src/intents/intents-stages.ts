import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import { recordAnswers } from "../nets/record-answers.ts";
import { type TrainNetInput, trainNet } from "../nets/train-net.ts";
import { embedSentences } from "./embed-sentences.ts";
import type { IntentsSpec, LabelsSpec } from "./intents-spec.ts";
import { trainHead } from "./train-head.ts";
import { voteOfNeighbours } from "./vote-of-neighbours.ts";

/** The compared nets: the teacher, its control, and the student on labels, on its own answers and on the teacher's. */
export type IntentsNet = "teacher" | "neighbours" | "hard" | "distilled" | "itself";

/** One net of one draw of the labels. */
export interface PlannedNet {
  readonly name: IntentsNet;
  readonly share: number;
  readonly seed: number;
  /** The name of its stage. */
  readonly stage: string;
  /** The stage with the answers that it learns from. */
  readonly teacher?: string;
  /** The input of its training, if it is a student. */
  readonly input?: TrainNetInput;
}

const EMBEDDED = "embeddings";

/** Lists the nets of a specification: for each share of labels, the seeds of each kind. */
export function intentsNets(spec: IntentsSpec): readonly PlannedNet[] {
  const names: readonly IntentsNet[] = ["teacher", "neighbours", "hard", "distilled", "itself"];
  return spec.labels.flatMap((labels) =>
    names
      // Where all are labelled there is nothing to train itself on.
      .filter((name) => name !== "itself" || labels.share < 1)
      .flatMap((name) => spec.seeds.map((seed) => planNet(spec, labels, name, seed))),
  );
}

function planNet(
  spec: IntentsSpec,
  { share, epochs, batchSize }: LabelsSpec,
  name: IntentsNet,
  seed: number,
): PlannedNet {
  const place = `${String(share).replace(".", "_")}-${seed}`;
  const planned = { name, share, seed, stage: `${name}-${place}` };
  const labelled = { share, seed };
  const { student: net, temperature, hardWeight } = spec;
  const soft = { loss: "distillation", temperature, hardWeight, targets: "recorded" } as const;
  const common = { seed, transferSet: { labelled } };
  if (name === "hard") return { ...planned, input: { ...common, net: { ...net, epochs, batchSize }, isKept: true } };
  if (name === "itself") {
    return { ...planned, teacher: `answers-${place}`, input: { ...common, net, soft, isKept: false } };
  }
  if (name === "distilled") {
    return { ...planned, teacher: `teacher-${place}`, input: { ...common, net, soft, isKept: true } };
  }
  return planned;
}

/** Makes a stage for each net, one that embeds all sentences, and one for the answers of each student on labels. */
export function intentsStages(spec: IntentsSpec): readonly ExperimentStage[] {
  const { dataset, heads, neighbours } = spec;
  const encoder = dataset === "generated" ? "generated" : "universal-sentence-encoder-lite";
  const embedded = createStage(embedSentences, { name: EMBEDDED, input: { encoder }, cost: 1e9 });
  return [embedded, ...intentsNets(spec).flatMap((net) => stagesOf(net, heads, neighbours))];
}

function stagesOf(
  { name, share, seed, stage, teacher, input }: PlannedNet,
  heads: IntentsSpec["heads"],
  neighbours: IntentsSpec["neighbours"],
): readonly ExperimentStage[] {
  const labelled = { share, seed };
  if (name === "teacher") {
    return [createStage(trainHead, { name: stage, input: { heads, seed, labelled }, needs: [EMBEDDED] })];
  }
  if (name === "neighbours") {
    return [createStage(voteOfNeighbours, { name: stage, input: { neighbours, labelled }, needs: [EMBEDDED] })];
  }
  const trained = createStage(trainNet, {
    ...{ name: stage, input: input!, needs: teacher === undefined ? [] : [teacher] },
    cost: costOf(input!),
  });
  if (name !== "hard" || share === 1) return [trained];
  return [trained, createStage(recordAnswers, { name: stage.replace("hard", "answers"), input: {}, needs: [stage] })];
}
