import { z } from "zod";
import { createSeedsSchema } from "../../spec/internal/seeds-schema.ts";
import { createTemperatureSchema } from "../../spec/internal/temperature-schema.ts";
import type { Softening } from "../internal/softening.ts";
import type { AlignmentSpec } from "./align-utterances.ts";

/** How recordings become frames, labels and words, and what is trained on them. */
export interface RecordedSettings {
  /** The most frames of the validation set on which learning curves are measured. */
  readonly curveFrames: number;
  /** How often the slopes of the cepstra are appended to what nets see. */
  readonly deltas: number;
  readonly alignment: AlignmentSpec;
  /** The length of the longest sequences of the language model. */
  readonly ngrams: number;
  readonly decoding: DecodingSpec;
  /** Only these tables. */
  readonly tables: SpeechTable[];
  /**
   * Temperatures with weights of the labels, between which the validation set decides. Empty where those of the specification are used as
   * they are.
   */
  readonly candidates: Softening[];
  /** The folds of the training speakers by which candidates are compared; 0 where the validation set decides. */
  readonly folds: number;
  readonly leftOut: LeftOutSpec;
  readonly regularisers: RegularisersSpec;
  readonly unlabelled: UnlabelledSpec;
  readonly sizes: SizesSpec;
}

/** The paper's Table 1, speakers that no net has heard, the paper's Table 5, withheld labels, and smaller students. */
const SPEECH_TABLES = ["ensemble", "speakers", "regularisers", "unlabelled", "sizes"] as const;
export type SpeechTable = (typeof SPEECH_TABLES)[number];

/** Nets of which some training speakers are left out, on whom they are measured. */
interface LeftOutSpec {
  /** In each fold others; where there are as many as speakers, one speaker in each. */
  readonly folds: number;
  /** The seeds of the nets on labels in each fold, which are an ensemble. */
  readonly members: number[];
  /** The seeds of the distilled nets, and of those on labels without dropout. */
  readonly seeds: number[];
}

type MixedSoftening = Softening & { readonly mixup: number };

/** Nets that see a share of the frames, on labels and on the soft targets of a net that saw all. */
export interface RegularisersSpec {
  readonly shares: number[];
  /** The share at which other regularisers are tried. */
  readonly rivalsAt: number;
  /** Of the members, whose answers are the soft targets, and of the nets that see a share. */
  readonly seeds: number[];
  /** Of this and what follows, the validation set decides between several. */
  readonly softTargets: Softening[];
  /** The same where the net that teaches is asked about mixtures of two frames, in every pass others. */
  readonly mixedTargets: MixedSoftening[];
  readonly smoothing: number[];
  readonly dropout: number[];
  readonly weightDecay: number[];
  readonly entropyWeight: number[];
  /** Of mixed frames with the labels of both. */
  readonly mixup: number[];
  /** How often a net is measured on the validation set, in equal steps. */
  readonly points: number;
  /** Early stopping ends training when so many of them have brought no fewer errors. */
  readonly patience: number;
}

/** Speakers whose labels are withheld. */
interface UnlabelledSpec {
  /** The share of the training speakers that keep their labels. */
  readonly share: number;
  /** The seeds of the nets that learn from them, and teach together. */
  readonly members: number[];
  readonly seeds: number[];
}

/** Smaller students. */
interface SizesSpec {
  /** The hidden layers of each. */
  readonly hidden: number[][];
  readonly seeds: number[];
}

/** How words are found. The validation set decides between weights and penalties. */
export interface DecodingSpec {
  readonly languageWeights: number[];
  readonly insertionPenalties: number[];
  /** Partial paths that are this many nats worse than the best are dropped. */
  readonly beam: number;
}

/** The defaults of {@link RecordedSettings}. */
export const RECORDED_SETTINGS: RecordedSettings = {
  ...{ curveFrames: 6000, deltas: 1, ngrams: 2 },
  alignment: { gaussians: 1, passes: 6 },
  decoding: { languageWeights: [2, 3, 4], insertionPenalties: [0, 2], beam: 60 },
  tables: ["ensemble", "regularisers", "unlabelled", "sizes"],
  candidates: [
    { temperature: 2, hardWeight: 0.5, dropout: 0 },
    { temperature: 2, hardWeight: 0.1, dropout: 0 },
    { temperature: 5, hardWeight: 0.1, dropout: 0 },
    { temperature: 1, hardWeight: 0.5 },
    { temperature: 2, hardWeight: 0.5 },
    { temperature: 5, hardWeight: 0.5 },
    { temperature: 10, hardWeight: 0.5 },
  ],
  folds: 0,
  leftOut: { folds: 6, members: [1, 2, 3], seeds: [1, 2, 3] },
  regularisers: {
    ...{ shares: [0.03, 0.01, 0.1, 0.3], rivalsAt: 0.03, seeds: [1, 2, 3], points: 40, patience: 8 },
    softTargets: [2, 5, 10].map((temperature) => ({ temperature, hardWeight: 0 })),
    mixedTargets: [
      { temperature: 2, hardWeight: 0, mixup: 1 },
      { temperature: 2, hardWeight: 0, dropout: 0, mixup: 1 },
      { temperature: 5, hardWeight: 0, dropout: 0, mixup: 1 },
    ],
    ...{ smoothing: [0.05, 0.1, 0.3], dropout: [0.35, 0.5, 0.65] },
    ...{ weightDecay: [3e-4, 1e-3, 3e-3], entropyWeight: [0.03, 0.1, 0.3], mixup: [0.2, 0.5, 1] },
  },
  unlabelled: { share: 0.5, members: [1, 2, 3, 4, 5], seeds: [1, 2, 3] },
  sizes: {
    hidden: [
      [192, 192, 192],
      [96, 96, 96],
      [48, 48, 48],
    ],
    seeds: [1, 2, 3],
  },
};

/** Picks what determines frames, labels and the language model: tables can be added without training again. */
export function identifyRecorded({ unlabelled, ...settings }: RecordedSettings): object {
  const { curveFrames, deltas, alignment, ngrams } = settings;
  return { curveFrames, deltas, alignment, ngrams, labelledSpeakers: unlabelled.share };
}

/** Makes the fields of {@link RecordedSettings}. */
export function createRecordedFields(): { [Field in keyof RecordedSettings]: z.ZodType<RecordedSettings[Field]> } {
  const count = z.int().min(1).max(100_000);
  const share = z.number().gt(0).lt(1);
  return {
    curveFrames: count.meta({
      description: "the most frames of the validation set on which learning curves are measured",
    }),
    deltas: z.int().min(0).max(2).meta({ description: "how often slopes of the cepstra are appended for the nets" }),
    alignment: z.strictObject({
      gaussians: count.max(64).meta({ description: "Gaussians per state of the model that aligns, by doubling" }),
      passes: count.max(100).meta({ description: "its passes over the training set after each doubling" }),
    }),
    ngrams: z.int().min(1).max(4).meta({ description: "longest sequence of words of the language model" }),
    decoding: z.strictObject({
      languageWeights: z
        .array(z.number().min(0).max(100))
        .min(1)
        .meta({ description: "candidates for the weight of the language model; the validation set decides" }),
      insertionPenalties: z
        .array(z.number().min(-100).max(100))
        .min(1)
        .meta({ description: "candidates for the cost of a word in nats; the validation set decides" }),
      beam: z.number().positive().max(1e6).meta({ description: "nats behind the best at which paths are dropped" }),
    }),
    tables: z.array(z.enum(SPEECH_TABLES)).min(1).meta({ description: "only these tables" }),
    candidates: z
      .array(z.strictObject(createSofteningFields()))
      .meta({ description: "temperatures with weights of the labels; the validation set decides between several" }),
    folds: z.union([z.literal(0), z.int().min(2).max(1000)]).meta({
      description: "folds of the training speakers that decide in place of the validation set; 0 for none",
    }),
    leftOut: z.strictObject({
      folds: z.int().min(2).max(1000).meta({
        description: "folds of the training speakers, each left out by nets that are measured on it",
      }),
      members: createSeedsSchema().meta({
        description: "one net on labels per seed in each fold; together they teach",
      }),
      seeds: createSeedsSchema().meta({
        description: "one distilled net, and one on labels without dropout, per seed",
      }),
    }),
    regularisers: createRegularisersSchema(),
    unlabelled: z.strictObject({
      share: share.meta({ description: "the share of the training speakers that keep their labels" }),
      members: createSeedsSchema().meta({ description: "one net on them per seed; together they teach" }),
      seeds: createSeedsSchema().meta({ description: "one net taught on the frames of all speakers per seed" }),
    }),
    sizes: z.strictObject({
      hidden: z.array(z.array(count).min(1)).min(1).meta({ description: "the hidden layers of smaller students" }),
      seeds: createSeedsSchema().meta({ description: "one net on labels and one distilled per seed" }),
    }),
  };
}

/** Makes the schema of a {@link RegularisersSpec}. */
function createRegularisersSchema() {
  const count = z.int().min(1).max(1000);
  const share = z.number().gt(0).lt(1);
  const alpha = z.number().gt(0).max(100);
  return z.strictObject({
    shares: z.array(share).min(1).meta({ description: "shares of the training frames" }),
    rivalsAt: share.meta({ description: "the share at which other regularisers are tried" }),
    seeds: createSeedsSchema().meta({ description: "every row once for each of them, members too" }),
    softTargets: z
      .array(z.strictObject(createSofteningFields()))
      .min(1)
      .meta({ description: `temperatures of the soft targets with weights of the labels; ${DECIDES}` }),
    mixedTargets: z
      .array(
        z.strictObject({
          ...createSofteningFields(),
          mixup: alpha.meta({ description: "shares of the two frames, from Beta(mixup, mixup)" }),
        }),
      )
      .min(1)
      .meta({ description: `the same, of mixtures of two frames that the net answers; ${DECIDES}` }),
    smoothing: z
      .array(share)
      .min(1)
      .meta({ description: `the share of each label that label smoothing spreads over all classes; ${DECIDES}` }),
    dropout: z
      .array(share)
      .min(1)
      .meta({ description: `the share of hidden units that the row with more dropout drops; ${DECIDES}` }),
    weightDecay: z
      .array(z.number().gt(0).max(1))
      .min(1)
      .meta({ description: `the weight decay of the row with weight decay; ${DECIDES}` }),
    entropyWeight: z
      .array(z.number().gt(0).max(10))
      .min(1)
      .meta({ description: `the weight of the confidence penalty; ${DECIDES}` }),
    mixup: z
      .array(alpha)
      .min(1)
      .meta({ description: `mixed frames with the labels of both, shares from Beta(mixup, mixup); ${DECIDES}` }),
    points: count.meta({ description: "how often a net is measured on the validation set" }),
    patience: count.meta({ description: "of these, how many without fewer errors stop it early" }),
  });
}

/** Makes the fields of a {@link Softening} of examples as they are. */
function createSofteningFields() {
  return {
    temperature: createTemperatureSchema().meta({ description: "temperature of the soft targets" }),
    hardWeight: z.number().min(0).max(1).meta({ description: "weight of the labels; the soft targets get the rest" }),
    dropout: z.number().min(0).lt(1).optional().meta({ description: "its dropout (default: as on labels)" }),
  };
}

const DECIDES = "the validation set decides between several";
