/**
 * The role of a net in its run: `teacher` (others learn from it; an ensemble counts as one), `member` (one net of an
 * ensemble), `student` (learns from a teacher, or from labels alone as a baseline), `generalist` (knows all classes),
 * `specialist` (knows some of them well), `combination` (the combined answers of several nets). Any other word is
 * allowed and is drawn as `other`.
 */
export type NetRole =
  | ("teacher" | "member" | "student" | "generalist" | "specialist" | "combination")
  | (string & Record<never, never>);

/** Numbers by the key of their metric, as listed in {@link METRICS}. Metrics that were not measured are left out. */
export type Figures = Readonly<Record<string, number>>;

/** The counts of test examples: `confusion[trueClass][predictedClass]`. */
export type Confusion = readonly (readonly number[])[];

/** One trained net, or one way to combine the answers of nets. */
export interface NetRecord {
  readonly role: NetRole;
  /** Nets with the same role, name and table differ only by their seed and are shown as mean and spread. */
  readonly name: string;
  /** The name in tables and charts. Default: `name`. */
  readonly label?: string;
  readonly seed: number;
  /** Whether students are compared with it: usually the same student on labels alone. */
  readonly baseline?: boolean;
  /** The table it belongs to, where a run has several. */
  readonly table?: string;
  /** The teacher whose answers `fidelity` compares it with. It learned from them if it has a `temperature`. */
  readonly teacher?: TeacherReference;
  /** The layers: `784-800-800-10`. */
  readonly architecture?: string;
  /** The number of trained parameters. */
  readonly parameters?: number;
  /** The number of examples that it was trained on. */
  readonly transferSize?: number;
  /**
   * The temperature of the soft targets it learned from, 1 if they are not softened. Left out for a net on labels
   * alone.
   */
  readonly temperature?: number;
  /** The classes missing from its transfer set. Default: none. */
  readonly omit?: readonly number[];
  /** The only classes in its transfer set. Default: all. */
  readonly only?: readonly number[];
  /** Results on the test set: `{ errors, nll, calibrationError }`. */
  readonly figures: Figures;
  /** How closely it follows its teacher on the test set: `{ agreement, kl, teacherErrors }`. */
  readonly fidelity?: Figures;
  /** Results after its biases were changed, where its transfer set lacked classes. */
  readonly corrected?: CorrectedRecord;
  readonly confusion?: Confusion;
  /** For each of the record's examples, one logit per class, not divided by a temperature. */
  readonly exampleLogits?: readonly (readonly number[])[];
  /** In the order of the epochs. */
  readonly history?: readonly EpochRecord[];
  /** The wall time of its training. */
  readonly seconds?: number;
  /** Training examples seen, as passes of one net over the training set: a cost that can be compared across machines. */
  readonly passes?: number;
}

/** The name of a teacher, and its seed where it is one net of several. */
export interface TeacherReference {
  readonly name: string;
  readonly seed?: number;
}

/** Results of a net whose transfer set lacked classes, after the biases of these classes were changed. */
export interface CorrectedRecord {
  /** Chosen without labels: each class as frequent on the training images as the teacher says. One bias per class. */
  readonly byShares: CorrectedFigures & { readonly biases: readonly number[] };
  /** One bias for all these classes, chosen on the test set as in the paper. */
  readonly byTestErrors: CorrectedFigures & { readonly shift: number };
}

/** The figures of a net after its biases were changed. */
export interface CorrectedFigures {
  readonly figures: Figures;
  readonly confusion?: Confusion;
}

/** The results of one epoch. */
export interface EpochRecord {
  /** The number of the epoch, from 1. */
  readonly epoch: number;
  /** Mean training loss by the name of the term: `{ total, soft, hard }`. */
  readonly terms: Figures;
  /** Left out where there was no validation set. */
  readonly validation?: ValidationRecord;
}

/** The result on the validation set after one epoch: `errors` and `nll` of classes, or `rmse` and `r2` of numbers. */
export interface ValidationRecord {
  /** The number of examples, or of labels or numbers that are known. */
  readonly size: number;
  readonly errors?: number;
  readonly nll?: number;
  readonly rmse?: number;
  readonly r2?: number;
}
