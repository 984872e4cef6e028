import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import { dustbinLogits, type Specialist } from "@dark-knowledge/specialists";
import type { SpecialistSoftmaxName } from "../specialist-model.ts";
import { dustbinDataset } from "./dustbin-dataset.ts";

/** The differences between a specialist with a dustbin and one that keeps the generalist's full softmax. */
export interface SpecialistSoftmax {
  /** The same examples with labels and classes as the model's outputs. */
  outputs(dataset: Dataset): Dataset;
  /** Whether an output is a class of the specialist. */
  isOwn(output: number): boolean;
  /** Converts the generalist's logits to targets, row `i` for position `i` of the dataset. */
  softTargets(generalistLogits: Float32Array, dataset: Dataset, options: SoftTargetOptions): Float32Array;
  /** The model's logits as those of the specialist's classes and the dustbin, both at the frequencies of the sample. */
  merge(logits: Float32Array): Float32Array;
}

interface SoftTargetOptions {
  readonly temperature: number;
  readonly oversampling: number;
}

/** Makes the one or the other. */
export function specialistSoftmax(name: SpecialistSoftmaxName, specialist: Specialist): SpecialistSoftmax {
  return name === "full" ? fullSoftmax(specialist) : dustbinSoftmax(specialist);
}

function dustbinSoftmax(specialist: Specialist): SpecialistSoftmax {
  const dustbin = specialist.classes.length;
  return {
    outputs: (dataset) => dustbinDataset(dataset, specialist),
    isOwn: (output) => output !== dustbin,
    softTargets: (logits, _dataset, options) => dustbinLogits(logits, specialist, options),
    merge: (logits) => logits,
  };
}

function fullSoftmax(specialist: Specialist): SpecialistSoftmax {
  const own = new Set(Array.from(specialist.classes));
  return {
    outputs: (dataset) => dataset,
    isOwn: (output) => own.has(output),
    softTargets(logits, dataset) {
      // The label says whether an example is of the specialist's classes. Were it not used, every example of the others would
      // move some probability to these, and none would move it back.
      const labels = labelsOf(dataset);
      const width = specialist.classCount;
      return logits.map((logit, at) =>
        own.has(at % width) === own.has(labels[Math.floor(at / width)]!) ? logit : -Infinity,
      );
    },
    merge: (logits) => dustbinLogits(logits, specialist, { temperature: 1 }),
  };
}
