import { z } from "zod";

/** Training settings of a net. */
export interface NetTrainingSpec {
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest learning rate; it falls to zero along a cosine. */
  readonly learningRate: number;
  /** Default: `"sgd"`. */
  readonly optimizer?: "sgd" | "adam" | undefined;
  readonly warmup?: number | undefined;
  readonly momentum: number;
  readonly nesterov?: boolean | undefined;
  readonly centred?: boolean | undefined;
  readonly jitter: number;
  readonly weightDecay?: number | undefined;
  readonly maxNorm?: number | undefined;
}

/** A multilayer perceptron. */
export interface MlpSpec extends NetTrainingSpec {
  readonly kind: "mlp";
  readonly hidden: number[];
  readonly dropout: number;
  readonly inputDropout: number;
}

/** A convolutional net: blocks of convolution, batch norm, ReLU and pooling, then dense layers. */
export interface CnnSpec extends NetTrainingSpec {
  readonly kind: "cnn";
  readonly filters: number[];
  readonly kernel: number;
  readonly stride: number;
  readonly pooling: number;
  readonly batchNorm: boolean;
  readonly hidden: number[];
  readonly dropout: number;
}

/** A net for texts: the vectors of all words and n-grams of an example are summed, then dense layers. */
export interface EmbeddingSpec extends NetTrainingSpec {
  readonly kind: "embedding";
  readonly units: number;
  readonly hidden: number[];
  readonly dropout: number;
}

/** A net for sequences: recurrent layers, whose last state goes on, then dense layers. */
export interface RecurrentSpec extends NetTrainingSpec {
  readonly kind: "gru" | "lstm";
  readonly recurrent: number[];
  readonly embedding: number;
  readonly hidden: number[];
  readonly dropout: number;
}

/** A net from a tfjs `model.json` that ends in logits. */
export interface FileSpec extends NetTrainingSpec {
  readonly kind: "file";
  readonly path: string;
  readonly fingerprint?: string | undefined;
}

/** A net and its training settings. */
export type NetSpec = MlpSpec | CnnSpec | EmbeddingSpec | RecurrentSpec | FileSpec;

/** Whether a net reads sequences, position by position. */
export function isRecurrent(net: { readonly kind?: unknown } | undefined): net is RecurrentSpec {
  return net?.kind === "gru" || net?.kind === "lstm";
}

/** A net as users write it: the kind is `"mlp"` by default, and fields that are left out get their defaults. */
export type PartialNet = { readonly kind?: NetSpec["kind"] | undefined } & Parts<Omit<MlpSpec, "kind">> &
  Parts<Omit<CnnSpec, "kind">> &
  Parts<Omit<EmbeddingSpec, "kind">> &
  Parts<Omit<RecurrentSpec, "kind">> &
  Parts<Omit<FileSpec, "kind">>;
type Parts<Value> = { readonly [Key in keyof Value]?: Value[Key] | undefined };

const count = z.int().min(1);
const share = z.number().min(0).lt(1);
/** The smallest and the largest number: float32 holds them with room for a product or two. */
const [LEAST, MOST] = [1e-30, 1e30];
/** More units than any net here has; a larger number is a mistake that would exhaust memory. */
const units = count.max(1_000_000);

const training = {
  epochs: count.meta({ description: "passes over its examples" }),
  batchSize: count.default(128).meta({ description: "examples per step" }),
  learningRate: z
    .number()
    .positive()
    .min(LEAST)
    .max(MOST)
    .default(0.1)
    .meta({ description: "the highest learning rate; it falls to zero along a cosine" }),
  optimizer: z
    .enum(["sgd", "adam"])
    .optional()
    .meta({ description: "sgd, with momentum, or adam, whose weight decay is decoupled" }),
  warmup: share
    .optional()
    .meta({ description: "share of all steps during which the learning rate rises to its highest" }),
  momentum: share.default(0.9).meta({ description: "momentum of the optimizer" }),
  nesterov: z.boolean().optional().meta({ description: "use Nesterov momentum" }),
  centred: z
    .boolean()
    .optional()
    .meta({ description: "subtract the training set's mean from the inputs while training" }),
  jitter: z
    .int()
    .min(0)
    .max(8)
    .default(0)
    .meta({ description: "shift each image by up to this many pixels, differently every epoch" }),
  weightDecay: z
    .number()
    .min(0)
    .max(MOST)
    .optional()
    .meta({ description: "L2 penalty: this times each weight is added to its gradient, except for biases" }),
  maxNorm: z
    .number()
    .positive()
    .min(LEAST)
    .max(MOST)
    .optional()
    .meta({ description: "bound on the norm of each hidden unit's incoming weights" }),
};

const dropout = share.default(0).meta({ description: "share of each hidden layer's units dropped per step" });
/** A gigabyte of float32; training takes several times as much. */
const MOST_WEIGHTS = 2 ** 28;
const hidden = z
  .array(units)
  .refine(
    (sizes) => sizes.every((size, layer) => size * (sizes[layer + 1] ?? 1) <= MOST_WEIGHTS),
    `must have at most ${MOST_WEIGHTS} weights between two layers`,
  )
  .meta({ description: "units of each hidden layer" });

const recurrent = {
  recurrent: z.array(units).min(1).meta({ description: "units of each recurrent layer" }),
  embedding: units.default(32).meta({ description: "length of the vector of each word, where examples are texts" }),
  hidden: hidden.default([]),
  dropout,
  ...training,
};

const kinds = {
  mlp: {
    kind: z.literal("mlp"),
    hidden,
    dropout,
    inputDropout: share.default(0).meta({ description: "share of the inputs dropped per step" }),
    ...training,
  },
  cnn: {
    kind: z.literal("cnn"),
    filters: z.array(units).min(1).meta({ description: "filters of each convolution" }),
    kernel: count.max(31).default(3).meta({ description: "side of the filters" }),
    stride: count.max(8).default(1).meta({ description: "stride of the filters" }),
    pooling: count
      .max(8)
      .default(2)
      .meta({ description: "side of the max-pooling after each convolution; 1 for none" }),
    batchNorm: z.boolean().default(true).meta({ description: "batch normalisation after each convolution" }),
    hidden: hidden.default([]),
    dropout,
    ...training,
  },
  embedding: {
    kind: z.literal("embedding"),
    units: units.meta({ description: "length of the vector of each word or n-gram" }),
    hidden: hidden.default([]),
    dropout,
    ...training,
  },
  gru: { kind: z.literal("gru"), ...recurrent },
  lstm: { kind: z.literal("lstm"), ...recurrent },
  file: {
    kind: z.literal("file"),
    path: z.string().min(1).meta({ description: "a tfjs model.json that ends in logits, or its directory" }),
    fingerprint: z.string().optional().meta({ description: "SHA-256 of its weights; any other file is refused" }),
    ...training,
    epochs: z.int().min(0).default(0).meta({ description: "passes over its examples; 0 uses the net as it is" }),
  },
};

/**
 * Makes the schema of a {@link NetSpec}, with the fields of `more` in addition to each kind's own.
 *
 * @param more fields that every kind also has
 * @param others further kinds, such as teachers that are no nets
 */
export function createNetSchema<More extends z.ZodRawShape = Record<never, never>>(
  more?: More,
  others: readonly z.ZodObject<{ kind: z.ZodLiteral<string> }>[] = [],
): z.ZodType<NetSpec & z.infer<z.ZodObject<More>>> {
  const extra = more ?? ({} as More);
  return z.preprocess(
    withKind,
    z.discriminatedUnion("kind", [
      z.strictObject({ ...kinds.mlp, ...extra }),
      z.strictObject({ ...kinds.cnn, ...extra }),
      z.strictObject({ ...kinds.embedding, ...extra }),
      z.strictObject({ ...kinds.gru, ...extra }),
      z.strictObject({ ...kinds.lstm, ...extra }),
      z.strictObject({ ...kinds.file, ...extra }),
      ...others,
    ]),
  ) as unknown as z.ZodType<NetSpec & z.infer<z.ZodObject<More>>>;
}

/** The default kind is the perceptron. */
function withKind(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given) || "kind" in given) return given;
  return { kind: "mlp", ...given };
}

/** Picks the fields of a net from an object that has more, such as a student. */
export function netOf(spec: NetSpec): NetSpec {
  const fields = Object.keys(kinds[spec.kind]);
  return Object.fromEntries(Object.entries(spec).filter(([key]) => fields.includes(key))) as unknown as NetSpec;
}
