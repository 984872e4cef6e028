/**
 * What a net is in its run: `teacher` (others learn from it; an ensemble counts as one), `member` (one net of an ensemble), `student`
 * (learns from a teacher, or on labels alone to be compared with those that do), `generalist` (knows all classes), `specialist` (knows
 * some of them well), `combination` (the answers of several nets put together). Any other word is allowed, and is drawn as `other`.
 */
export type NetRole =
  | ("teacher" | "member" | "student" | "generalist" | "specialist" | "combination")
  | (string & Record<never, never>);

/** Numbers by the key of their metric, as {@link METRICS} lists them. What was not measured is left out. */
export type Figures = Readonly<Record<string, number>>;

/** Counts of test examples: `confusion[trueClass][predictedClass]`. */
export type Confusion = readonly (readonly number[])[];

/** One trained net, or one way to put the answers of nets together. */
export interface NetRecord {
  readonly role: NetRole;
  /** Nets of one role, name and table differ by their seed, and are shown as mean and spread. */
  readonly name: string;
  /** What tables and charts call it; its name when left out. */
  readonly label?: string;
  readonly seed: number;
  /** Whether it is what students are compared with, as the same student on labels alone is. */
  readonly baseline?: boolean;
  /** The table that it belongs to, where a run has several. */
  readonly table?: string;
  /** Whose answers `fidelity` compares it with; it learned from them where it has a `temperature`. */
  readonly teacher?: TeacherReference;
  /** The layers: `784-800-800-10`. */
  readonly architecture?: string;
  /** The number of trained parameters. */
  readonly parameters?: number;
  /** The number of examples that it was trained on. */
  readonly transferSize?: number;
  /** Of the soft targets that it learned from, 1 where these are not softened; left out for a net on labels alone. */
  readonly temperature?: number;
  /** The classes that its transfer set lacks; none when left out. */
  readonly omit?: readonly number[];
  /** The only classes that its transfer set has; all when left out. */
  readonly only?: readonly number[];
  /** What was measured on the test set: `{ errors, nll, calibrationError }`. */
  readonly figures: Figures;
  /** How closely it follows its teacher on the test set: `{ agreement, kl, teacherErrors }`. */
  readonly fidelity?: Figures;
  /** After its biases were changed, where its transfer set lacked classes. */
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

/** A teacher by its name, and its seed where it is one net of several. */
export interface TeacherReference {
  readonly name: string;
  readonly seed?: number;
}

/** What a net whose transfer set lacked classes comes to when the biases of these classes are changed. */
export interface CorrectedRecord {
  /** Without labels: each class as frequent on the training images as the teacher says. One bias per class concerned. */
  readonly byShares: CorrectedFigures & { readonly biases: readonly number[] };
  /** With one number for all these classes, chosen on the test set as in the paper. */
  readonly byTestErrors: CorrectedFigures & { readonly shift: number };
}

/** The figures of a net after its biases were changed. */
export interface CorrectedFigures {
  readonly figures: Figures;
  readonly confusion?: Confusion;
}

/** What was measured after one epoch. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean training loss by the name of the term: `{ total, soft, hard }`. */
  readonly terms: Figures;
  /** Left out where there was no validation set. */
  readonly validation?: ValidationRecord;
}

/** The result on the validation set after one epoch. */
export interface ValidationRecord {
  readonly errors: number;
  readonly size: number;
  readonly nll: number;
}
