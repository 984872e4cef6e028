/**
 * Everything that is worth telling about one distillation run. Plain data, safe in JSON.
 *
 * A run trains a teacher, a student on hard labels and the same student on the teacher's soft targets, over one or more
 * seeds. Any of the three may be missing; the tables and charts then leave it out.
 */
export interface RunRecord {
  /** What was done, in a few words: `digits: 784-600-600-10 into 784-30-30-10`. */
  readonly title: string;
  /** The validated specification that gives this run again, as JSON. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Versions by name: node, tfjs, dark-knowledge. */
  readonly versions: Readonly<Record<string, string>>;
  /** The tensor backend and its version: `wasm 4.22.0 (repaired)`. */
  readonly backend: string;
  readonly dataset: DatasetRecord;
  /** At most one model of each role. */
  readonly models: readonly ModelRecord[];
  /** Test examples to draw, in order; may be empty. */
  readonly examples: readonly SoftTargetExample[];
}

/** The data of a run. */
export interface DatasetRecord {
  readonly name: string;
  readonly trainSize: number;
  readonly transferSize: number;
  readonly validationSize: number;
  readonly testSize: number;
  /** One name per class, in the order of the logits. */
  readonly classNames: readonly string[];
}

/** What a model is in the comparison: the teacher, the student on hard labels, or the distilled student. */
export type ModelRole = "teacher" | "hard" | "distilled";

/** One of the three models, with one run per seed. */
export interface ModelRecord {
  readonly role: ModelRole;
  /** The model's name in tables and charts: `student, hard labels`. */
  readonly label: string;
  /** The layers: `784-30-30-10`. */
  readonly architecture: string;
  /** The number of trained parameters. */
  readonly parameters: number;
  /** At least one run; no two with the same seed. */
  readonly runs: readonly ModelRun[];
}

/** One training of one model from one seed. */
export interface ModelRun {
  readonly seed: number;
  /** The result on the test set. */
  readonly evaluation: EvaluationRecord;
  /** How closely the model follows the teacher on the test set. Left out for the teacher itself. */
  readonly fidelity?: FidelityRecord;
  /** The wall time of the training. */
  readonly seconds: number;
  /** In the order of the epochs; may be empty. */
  readonly history: readonly EpochRecord[];
}

/** How closely a student follows its teacher. */
export interface FidelityRecord {
  /** The share of examples on which both prefer the same class, from 0 to 1. */
  readonly agreement: number;
  /** The mean KL(teacher ‖ student) in nats. */
  readonly kl: number;
}

/** The result of one model on a labelled set. */
export interface EvaluationRecord {
  readonly size: number;
  readonly errors: number;
  readonly accuracy: number;
  /** The mean negative log-likelihood of the true class at T = 1, in nats. */
  readonly nll: number;
  readonly calibrationError: number;
  /** Counts: `confusion[trueClass][predictedClass]`. */
  readonly confusion: readonly (readonly number[])[];
}

/** What was measured after one epoch. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean training loss by the name of the term: `{ total, soft, hard }`. */
  readonly terms: Readonly<Record<string, number>>;
  /** Left out where there was no validation set. */
  readonly validation?: ValidationRecord;
}

/** The result on the validation set after one epoch. */
export interface ValidationRecord {
  readonly errors: number;
  readonly size: number;
  readonly nll: number;
}

/** One test example with what the models say about it. */
export interface SoftTargetExample {
  /**
   * Grey levels row by row, `width · height` of them, on any scale: 0 and less is the background, the largest value of
   * the example is full ink.
   */
  readonly pixels: readonly number[];
  readonly width: number;
  readonly height: number;
  /** The true class. */
  readonly label: number;
  /** One logit per class, not divided by a temperature. */
  readonly teacherLogits: readonly number[];
  /** The distilled student's logits. */
  readonly studentLogits: readonly number[];
  /** The logits of the student on hard labels. */
  readonly hardLogits?: readonly number[];
}
