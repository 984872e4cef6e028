import type { SoftTargetEncoding } from "@dark-knowledge/soft-targets";

/** One layer of a net: plain data, which every peer builds in its own way. */
export type Layer =
  | { readonly kind: "dense"; readonly units: number; readonly activation: "relu" | "linear" }
  | { readonly kind: "dropout"; readonly rate: number }
  /** 3×3, stride 1, "same" padding, relu; or without it, for batch norm to follow. */
  | { readonly kind: "conv"; readonly filters: number; readonly activation?: "linear" }
  /** Batch normalisation in training, then relu. */
  | { readonly kind: "batchNorm" }
  /** From a state of zeros to the last state, with sigmoid gates. */
  | { readonly kind: "gru" | "lstm"; readonly units: number }
  /** The mean of the embeddings of an example's ids. */
  | { readonly kind: "embedding"; readonly vocabulary: number; readonly units: number }
  /** 2×2, stride 2. */
  | { readonly kind: "maxPool" }
  | { readonly kind: "flatten" };

/** A whole training step: forward, both cross-entropies, backward, and a momentum update. */
export interface StepCase {
  readonly kind: "step";
  readonly id: string;
  readonly title: string;
  readonly batch: number;
  /** The shape of one example. */
  readonly input: readonly number[];
  readonly layers: readonly Layer[];
  /** Set where PyTorch's layer computes something else, so that the losses are not compared with it. */
  readonly differsInPytorch?: true;
}

/** The distillation loss alone with its gradient, ours against tfjs's operations on the same backend. */
interface HeadCase {
  readonly kind: "head";
  readonly id: string;
  readonly title: string;
  readonly batch: number;
  readonly classes: number;
}

/** The update of one variable, ours against tfjs's optimizer on the same backend. */
export interface UpdateCase {
  readonly kind: "update";
  readonly id: string;
  readonly title: string;
  readonly optimizer: "momentum" | "adam";
  readonly shape: readonly [number, number];
}

/** A net of dense layers that has answered a whole store: for row `id` it was shown example `id mod 128` of its data. */
interface Teacher {
  readonly batch: number;
  readonly input: readonly number[];
  readonly layers: readonly Layer[];
}

/** Random batches out of a store of soft targets: ours, pyarrow's `take` on the same files, and the teacher asked again. */
export interface StoreCase extends Teacher {
  readonly kind: "store";
  readonly id: string;
  readonly title: string;
  readonly rows: number;
  readonly encoding: SoftTargetEncoding;
}

/** An epoch of a student of two hidden layers over some random rows of a store. */
export interface EpochCase extends Teacher {
  readonly kind: "epoch";
  readonly id: string;
  readonly title: string;
  readonly rows: number;
  readonly encoding: SoftTargetEncoding;
  /** How many of the rows make an epoch. */
  readonly examples: number;
  readonly hiddenUnits: readonly number[];
}

/** What is made of tensors alone, and whose kernels can be counted. */
export type TensorCase = StepCase | HeadCase | UpdateCase;

export type Case = TensorCase | StoreCase | EpochCase;

/** The `cacheBytes` with which a store is read by its places in the files: its metadata fits, its rows do not. */
export const PLACED_CACHE_BYTES: number = 2 ** 16;

/** Whether soft targets are recorded for a case. */
export function hasStore(one: Case): one is StoreCase | EpochCase {
  return one.kind === "store" || one.kind === "epoch";
}

/** What every peer is to compute with. */
export const SETTINGS = {
  temperature: 20,
  softWeight: 0.5,
  hardWeight: 0.5,
  learningRate: 0.01,
  momentum: 0.9,
} as const;

/** The ε of batch norm, everywhere the same. */
export const BATCH_NORM_EPSILON = 1e-3;

/** The options of Adam where an update is measured. */
export const ADAM = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

const dense = (units: number, activation: "relu" | "linear"): Layer => ({ kind: "dense", units, activation });
const conv = (filters: number): Layer => ({ kind: "conv", filters });
const dropout = (rate: number): Layer => ({ kind: "dropout", rate });
const maxPool: Layer = { kind: "maxPool" };
const convNorm = (filters: number): readonly Layer[] => [
  { kind: "conv", filters, activation: "linear" },
  { kind: "batchNorm" },
  maxPool,
];

export const CASES: readonly Case[] = [
  {
    kind: "step",
    id: "a",
    title: "784-800-800-10, batch 128",
    batch: 128,
    input: [784],
    layers: [dense(800, "relu"), dense(800, "relu"), dense(10, "linear")],
  },
  {
    kind: "step",
    id: "b",
    title: "784-1200-1200-10 with dropout, batch 128",
    batch: 128,
    input: [784],
    layers: [dropout(0.2), dense(1200, "relu"), dropout(0.5), dense(1200, "relu"), dropout(0.5), dense(10, "linear")],
  },
  {
    kind: "step",
    id: "c",
    title: "CNN on 28×28 (16 and 32 filters), batch 128",
    batch: 128,
    input: [28, 28, 1],
    layers: [conv(16), maxPool, conv(32), maxPool, { kind: "flatten" }, dense(10, "linear")],
  },
  {
    kind: "step",
    id: "d",
    title: "784-512-10000, batch 64",
    batch: 64,
    input: [784],
    layers: [dense(512, "relu"), dense(10_000, "linear")],
  },
  { kind: "head", id: "e1", title: "distillation head [128, 10]", batch: 128, classes: 10 },
  { kind: "head", id: "e2", title: "distillation head [64, 10000]", batch: 64, classes: 10_000 },
  { kind: "update", id: "f1", title: "momentum update, 1 M weights", optimizer: "momentum", shape: [1000, 1000] },
  { kind: "update", id: "f2", title: "Adam update, 1 M weights", optimizer: "adam", shape: [1000, 1000] },
  {
    kind: "store",
    id: "h1",
    title: "128 of 1,000,000 rows, 10 classes, float16",
    batch: 128,
    input: [784],
    layers: [dense(1200, "relu"), dense(1200, "relu"), dense(10, "linear")],
    rows: 1_000_000,
    encoding: { kind: "dense", dtype: "float16" },
  },
  {
    kind: "store",
    id: "h2",
    title: "128 of 100,000 rows, top 64 of 10,000 classes, float16",
    batch: 128,
    input: [784],
    layers: [dense(512, "relu"), dense(10_000, "linear")],
    rows: 100_000,
    encoding: { kind: "top-k", k: 64, dtype: "float16" },
  },
  {
    kind: "epoch",
    id: "h3",
    title: "6,400 of 60,000 examples, 784-800-800-10, batch 128",
    batch: 128,
    input: [784],
    layers: [dense(1200, "relu"), dense(1200, "relu"), dense(10, "linear")],
    rows: 60_000,
    encoding: { kind: "dense", dtype: "float16" },
    examples: 6400,
    hiddenUnits: [800, 800],
  },
  {
    kind: "step",
    id: "i1",
    title: "CNN with batch norm on 28×28, batch 64",
    batch: 64,
    input: [28, 28, 1],
    layers: [...convNorm(16), ...convNorm(32), { kind: "flatten" }, dense(10, "linear")],
  },
  {
    kind: "step",
    id: "i2",
    title: "GRU 32 over 16 steps, batch 64",
    batch: 64,
    input: [16, 32],
    layers: [{ kind: "gru", units: 32 }, dense(10, "linear")],
    differsInPytorch: true,
  },
  {
    kind: "step",
    id: "i3",
    title: "LSTM 32 over 16 steps, batch 64",
    batch: 64,
    input: [16, 32],
    layers: [{ kind: "lstm", units: 32 }, dense(10, "linear")],
  },
  {
    kind: "step",
    id: "i4",
    title: "mean of 16 embeddings of 20,000, batch 64",
    batch: 64,
    input: [16],
    layers: [{ kind: "embedding", vocabulary: 20_000, units: 32 }, dense(10, "linear")],
  },
  {
    kind: "step",
    id: "i5",
    title: "16-64-26, batch 128",
    batch: 128,
    input: [16],
    layers: [dense(64, "relu"), dense(26, "linear")],
  },
];

/**
 * The cases with some letters; for a first look, with a twentieth of the rows and a fifth of the epoch.
 *
 * @param batch the batch of the training steps, in place of their own
 */
export function casesOf(letters: readonly string[], quick: boolean, batch?: number): readonly Case[] {
  return CASES.filter(({ id }) => letters.includes(id.charAt(0))).map((one) => {
    if (one.kind === "step" && batch !== undefined) {
      return { ...one, batch, title: one.title.replace(/batch \d+/, `batch ${batch}`) };
    }
    if (!quick || !hasStore(one)) return one;
    const rows = one.rows / 20;
    const smaller = { ...one, rows, title: `${one.title} (quick: of ${rows.toLocaleString("en")})` };
    return smaller.kind === "epoch" ? { ...smaller, examples: smaller.examples / 5 } : smaller;
  });
}

/** The letters that `--cases` takes: those of the cases, and g, the leak run. */
export const CASE_LETTERS: readonly string[] = [...new Set([...CASES.map(({ id }) => id.charAt(0)), "g"])].sort();

/** A weight of a net: its shape, and the values it begins with; normal ones have the spread of He's initialization. */
export interface WeightLayout {
  readonly shape: readonly number[];
  readonly start: "normal" | "zeros" | "ones";
}

/** The weights of a net, in order: a kernel and a bias for most layers that have some. */
export function weightLayouts({ input, layers }: Pick<StepCase, "input" | "layers">): readonly WeightLayout[] {
  const layouts: WeightLayout[] = [];
  const add = (start: WeightLayout["start"], ...shape: number[]) => layouts.push({ shape, start });
  let shape = input;
  for (const layer of layers) {
    const [height = 0, width = 0, channels = 0] = shape;
    if (layer.kind === "dense") {
      add("normal", height, layer.units);
      add("zeros", layer.units);
      shape = [layer.units];
    } else if (layer.kind === "conv") {
      add("normal", 3, 3, channels, layer.filters);
      add("zeros", layer.filters);
      shape = [height, width, layer.filters];
    } else if (layer.kind === "batchNorm") {
      add("ones", channels);
      add("zeros", channels);
    } else if (layer.kind === "gru" || layer.kind === "lstm") {
      const columns = layer.units * (layer.kind === "gru" ? 3 : 4);
      add("normal", width, columns);
      add("normal", layer.units, columns);
      add("zeros", columns);
      shape = [layer.units];
    } else if (layer.kind === "embedding") {
      add("normal", layer.vocabulary, layer.units);
      shape = [layer.units];
    } else if (layer.kind === "maxPool") {
      shape = [height / 2, width / 2, channels];
    } else if (layer.kind === "flatten") {
      shape = [height * width * channels];
    }
  }
  return layouts;
}

/** How many classes a net tells apart. */
export function classesOf(one: Pick<StepCase, "input" | "layers">): number {
  return weightLayouts(one).at(-1)!.shape[0]!;
}
