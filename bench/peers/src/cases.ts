/** One layer of a net: plain data, which every peer builds in its own way. */
export type Layer =
  | { readonly kind: "dense"; readonly units: number; readonly activation: "relu" | "linear" }
  | { readonly kind: "dropout"; readonly rate: number }
  /** 3×3, stride 1, "same" padding, relu. */
  | { readonly kind: "conv"; readonly filters: number }
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

export type Case = StepCase | HeadCase | UpdateCase;

/** What every peer is to compute with. */
export const SETTINGS = {
  temperature: 20,
  softWeight: 0.5,
  hardWeight: 0.5,
  learningRate: 0.01,
  momentum: 0.9,
} as const;

/** The options of Adam where an update is measured. */
export const ADAM = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

const dense = (units: number, activation: "relu" | "linear"): Layer => ({ kind: "dense", units, activation });
const conv = (filters: number): Layer => ({ kind: "conv", filters });
const dropout = (rate: number): Layer => ({ kind: "dropout", rate });
const maxPool: Layer = { kind: "maxPool" };

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
];

/** The letters that `--cases` takes: those of the cases, and g, the leak run. */
export const CASE_LETTERS: readonly string[] = [...new Set(CASES.map(({ id }) => id.charAt(0))), "g"];

/** The shapes of the weights of a net, in order: a kernel and a bias for each layer that has some. */
export function weightShapes({ input, layers }: StepCase): readonly (readonly number[])[] {
  const shapes: (readonly number[])[] = [];
  let shape = input;
  for (const layer of layers) {
    const [height = 0, width = 0, channels = 0] = shape;
    if (layer.kind === "dense") {
      shapes.push([height, layer.units], [layer.units]);
      shape = [layer.units];
    } else if (layer.kind === "conv") {
      shapes.push([3, 3, channels, layer.filters], [layer.filters]);
      shape = [height, width, layer.filters];
    } else if (layer.kind === "maxPool") {
      shape = [height / 2, width / 2, channels];
    } else if (layer.kind === "flatten") {
      shape = [height * width * channels];
    }
  }
  return shapes;
}

/** How many classes a net tells apart. */
export function classesOf(one: StepCase): number {
  return weightShapes(one).at(-1)![0]!;
}
