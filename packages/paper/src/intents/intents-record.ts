import { classNamesOf, datasetSize } from "@dark-knowledge/datasets";
import type { Figures, NetRecord, RunRecord } from "@dark-knowledge/report";
import type { ExperimentOutcome } from "../experiment.ts";
import { failuresOf } from "../internal/failures-of.ts";
import type { MeasuredNet } from "../nets/figures-of.ts";
import { netRecordOf } from "../nets/net-record-of.ts";
import type { IntentsSpec } from "./intents-spec.ts";
import { type IntentsNet, intentsNets, type PlannedNet } from "./intents-stages.ts";
import { labelsOfShare } from "./intents-tables.ts";
import type { IntentsData } from "./load-intents-data.ts";
import type { TrainedHead } from "./train-head.ts";
import type { MeasuredNeighbours } from "./vote-of-neighbours.ts";

/** The labels and roles of the compared nets. */
const NETS: Readonly<Record<IntentsNet, Pick<NetRecord, "role" | "label" | "baseline">>> = {
  teacher: { role: "teacher", label: "teacher: sentence encoder and head" },
  neighbours: { role: "rival", label: "nearest neighbours of the encoder" },
  hard: { role: "student", label: "student, labels alone", baseline: true },
  distilled: { role: "student", label: "student, distilled" },
  itself: { role: "student", label: "student, self-training" },
};

type Outcome = ExperimentOutcome<IntentsSpec>;

/** Makes the record of a run. Nets whose stage failed are left out. */
export async function intentsRecord(outcome: Outcome): Promise<RunRecord> {
  const { spec, data, backend, versions } = outcome;
  const { training, test, outside } = data;
  const nets: NetRecord[] = [];
  for (const planned of intentsNets(spec)) nets.push(...(await netsOf(planned, outcome)));
  return {
    experiment: "intents",
    title: `Intents with few labels: ${spec.dataset}`,
    ...{ spec: { ...spec }, versions, backend },
    dataset: {
      name: spec.dataset,
      sizes: {
        training: datasetSize(training),
        validation: datasetSize((data as IntentsData).choosing),
        test: datasetSize(test),
        "out of scope": datasetSize(outside!),
      },
      classNames: classNamesOf(test),
      ...(spec.measuredOn === "validation" ? { isHeldOut: true } : {}),
    },
    examples: [],
    ...failuresOf(outcome.failures),
    extras: { choices: choicesOf(outcome) },
    nets,
  };
}

async function netsOf(planned: PlannedNet, outcome: Outcome): Promise<readonly NetRecord[]> {
  const { name, share, seed, stage, teacher, input } = planned;
  const { outcomes, data } = outcome;
  const result = outcomes.get(stage)?.result as MeasuredNet | undefined;
  if (result === undefined) return [];
  const size = datasetSize(data.test);
  const names = { ...NETS[name], name, seed, table: labelsOfShare(share, datasetSize(data.training)) };
  const accuracyOf = ({ errors, ...others }: Figures): Figures => ({ accuracy: 1 - errors! / size, ...others });
  if (input === undefined) {
    const { transferSize } = result as TrainedHead | MeasuredNeighbours;
    return [{ ...names, transferSize, figures: accuracyOf(result.figures) }];
  }
  const taught = name === "distilled" ? { name: "teacher", seed, stage: teacher! } : undefined;
  const nets = await netRecordOf({ ...names, stage, ...(taught ? { teacher: taught } : {}) }, input, outcome);
  // A run has many nets of many classes: what each sentence got stays in its stage.
  return nets.map(({ confusion: _, exampleLogits: __, corrected: ___, history, figures, fidelity, ...net }) => {
    const { teacherErrors: ____, ...followed } = fidelity ?? {};
    return { ...net, figures: accuracyOf(figures), ...(fidelity ? { fidelity: followed } : {}) };
  });
}

/** A decision of the validation set. */
interface IntentsChoice {
  readonly name: "teacher" | "neighbours";
  readonly share: number;
  readonly seed: number;
  /** The position of the head, from 0; or the number of neighbours. */
  readonly chosen: number;
  /** The errors of each candidate on the validation set. */
  readonly validationErrors: readonly number[];
}

function choicesOf({ spec, outcomes }: Outcome): readonly IntentsChoice[] {
  return intentsNets(spec).flatMap(({ name, share, seed, stage }) => {
    const result = outcomes.get(stage)?.result as TrainedHead | undefined;
    if (result === undefined || (name !== "teacher" && name !== "neighbours")) return [];
    const { chosen, validationErrors } = result;
    return { name, share, seed, chosen, validationErrors };
  });
}
