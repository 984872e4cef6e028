/** Everything that is worth telling about a run of section 3 of the paper. Plain data, safe in JSON. */
export interface MnistRecord {
  /** The validated specification that gives this run again, as JSON. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Versions by name: node, tfjs, dark-knowledge. */
  readonly versions: Readonly<Record<string, string>>;
  /** The tensor backend and its version. */
  readonly backend: string;
  readonly dataset: MnistDatasetRecord;
  /** What failed, and is not among the nets; left out when nothing did. */
  readonly failures?: readonly { readonly name: string; readonly message: string }[];
  /** Some test examples to draw, of every class. */
  readonly examples: readonly MnistExample[];
  /** Every single net, teachers first. */
  readonly nets: readonly MnistNetRecord[];
}

/** The data of a run. */
export interface MnistDatasetRecord {
  readonly name: string;
  readonly trainSize: number;
  readonly testSize: number;
  /** Whether a part of the training set stands in for the test set, so that something can be chosen by these figures. */
  readonly isHeldOut: boolean;
  readonly classNames: readonly string[];
}

/** A test example. */
export interface MnistExample {
  /** Grey levels row by row, `width · height` of them, from 0 to 255. */
  readonly pixels: readonly number[];
  readonly width: number;
  readonly height: number;
  /** The true class. */
  readonly label: number;
}

/** Figures of one net on the test set. */
export interface MnistFigures {
  readonly size: number;
  readonly errors: number;
  /** The mean negative log-likelihood of the true class at T = 1, in nats. */
  readonly nll: number;
  readonly calibrationError: number;
  /** Counts: `confusion[trueClass][predictedClass]`. */
  readonly confusion: readonly (readonly number[])[];
}

/** One trained net. */
export interface MnistNetRecord extends MnistFigures {
  readonly role: "teacher" | "member" | "student";
  /** What it is called; nets of one name differ by their seed. */
  readonly name: string;
  /** The table that a student belongs to. */
  readonly table?: string;
  readonly seed: number;
  /** The seed of the teacher that a student is compared with. */
  readonly teacherSeed?: number;
  /** Units per layer: `784-800-800-10`. */
  readonly architecture: string;
  readonly parameters: number;
  /** Examples that it was trained on. */
  readonly transferSize: number;
  /** Of a student's soft targets; left out for one on labels. */
  readonly temperature?: number;
  /** Classes that its transfer set lacks, and the only ones that it has. */
  readonly omit: readonly number[];
  readonly only: readonly number[];
  /**
   * How closely a student follows its teacher on the test set, and how many errors that one has itself, be it a net or an
   * ensemble; records from before it was kept do not tell.
   */
  readonly fidelity?: { readonly agreement: number; readonly kl: number; readonly teacherErrors?: number };
  /** For a student whose transfer set lacked classes: after its biases were changed. */
  readonly corrected?: {
    /** Without labels: each class as frequent on the training images as the teacher says. */
    readonly byShares: MnistFigures & { readonly biases: readonly number[] };
    /** With one number for all these classes, chosen on the test set as in the paper. */
    readonly byTestErrors: MnistFigures & { readonly shift: number };
  };
  /** For each of the record's examples, one logit per class. */
  readonly exampleLogits: readonly (readonly number[])[];
  /** After each epoch the means of the named terms of the loss. */
  readonly epochs: readonly Readonly<Record<string, number>>[];
}
