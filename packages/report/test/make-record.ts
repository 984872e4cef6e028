import { createRandom, deriveSeed, type Random } from "@dark-knowledge/core";
import type { EpochRecord, ExampleRecord, NetRecord, RunRecord } from "../src/index.ts";
import { drawSegments } from "./draw-segments.ts";

type Kind = "teacher" | "hard" | "distilled";

const STUDENT = { role: "student", architecture: "784-30-30-10", parameters: 24790 } as const;
const TEACHER = { name: "teacher", seed: 1 };

/** What the nets of a record are, besides what was measured. */
const PARTS: Readonly<Record<Kind, Omit<NetRecord, "seed" | "figures">>> = {
  teacher: { role: "teacher", name: "teacher", architecture: "784-600-600-10", parameters: 837610 },
  hard: { ...STUDENT, name: "hard", label: "student, hard labels", baseline: true, teacher: TEACHER },
  distilled: { ...STUDENT, name: "distilled", label: "student, distilled", temperature: 4, teacher: TEACHER },
};

/** What a made-up record is like. Everything has a default that looks like a real run on ten digits. */
export interface RecordOptions {
  readonly seed?: number;
  readonly classNames?: readonly string[];
  readonly seeds?: readonly number[];
  readonly epochs?: number;
  readonly examples?: number;
  readonly testSize?: number;
  readonly hasValidation?: boolean;
  readonly hasFidelity?: boolean;
  /** The typical number of test errors of each model. */
  readonly errors?: Readonly<Record<Kind, number>>;
}

const DIGITS = Array.from("0123456789");

/** A run record as a real run would leave it, the same for the same options. */
export function makeRecord(options: RecordOptions = {}): RunRecord {
  const { seed = 7, classNames = DIGITS, seeds = [1, 2, 3], testSize = 2000, hasValidation = true } = options;
  const errors = options.errors ?? { teacher: 31, hard: 118, distilled: 74 };
  const size = testSize - (testSize % classNames.length);
  const random = createRandom(deriveSeed(seed, "examples"));
  const examples = makeExamples(random, classNames.length, options.examples ?? 8);
  const nets = (kind: Kind, index: number): readonly NetRecord[] =>
    (kind === "teacher" ? seeds.slice(0, 1) : seeds).map((runSeed) => {
      const own = createRandom(deriveSeed(seed, "run", index, runSeed));
      return {
        ...makeNet(own, { ...options, kind, size, runSeed, typical: errors[kind] }),
        ...(examples.length > 0 ? { exampleLogits: makeLogits(own, examples, kind, classNames.length) } : {}),
      };
    });
  return {
    experiment: "distill",
    title: "digits: 784-600-600-10 into 784-30-30-10",
    command: "dark-knowledge distill --spec spec.json",
    spec: {
      dataset: "digits",
      seeds,
      temperature: 4,
      hardWeight: 0.1,
      teacher: { hidden: [600, 600], epochs: options.epochs ?? 12, dropout: 0.5, jitter: 2 },
      student: { hidden: [30, 30], epochs: options.epochs ?? 12 },
    },
    versions: { "dark-knowledge": "0.1.0", tfjs: "4.22.0", node: "20.20.0" },
    backend: "wasm 4.22.0 (repaired)",
    dataset: {
      name: "digits",
      sizes: { training: 8000, transfer: 8000, validation: hasValidation ? 1000 : 0, test: size },
      classNames,
    },
    examples,
    nets: [...nets("teacher", 1), ...nets("hard", 2), ...nets("distilled", 3)],
  };
}

interface NetOptions extends RecordOptions {
  readonly kind: Kind;
  readonly size: number;
  readonly runSeed: number;
  readonly typical: number;
}

function makeNet(random: Random, options: NetOptions): NetRecord {
  const { kind, size, runSeed, typical, classNames = DIGITS, hasFidelity = true } = options;
  const errors = Math.min(size, Math.max(0, Math.round(typical + Math.sqrt(typical) * 0.5 * random.normal())));
  const rate = errors / size;
  const fidelity = { agreement: 1 - 0.9 * rate - 0.004, kl: kind === "hard" ? 3 * rate : 1.1 * rate };
  return {
    ...PARTS[kind],
    seed: runSeed,
    figures: {
      errors,
      nll: 0.01 + rate * (kind === "hard" ? 4.4 : 3.1) * (1 + 0.05 * random.uniform()),
      calibrationError: kind === "hard" ? 0.6 * rate : 0.3 * rate,
    },
    confusion: makeConfusion(random, classNames.length, size, errors),
    ...(hasFidelity && kind !== "teacher" ? { fidelity } : {}),
    seconds: kind === "teacher" ? 61.3 + random.uniform() : 9.2 + random.uniform(),
    history: makeHistory(random, options),
  };
}

/** Some classes resemble each other, the same ones for every model; errors fall there. */
function makeConfusion(random: Random, classes: number, size: number, errors: number): number[][] {
  const counts = Array.from({ length: classes }, (_, row) =>
    Array.from({ length: classes }, (_, column) => (row === column ? size / classes : 0)),
  );
  for (let left = errors; left > 0; ) {
    const row = random.integer(classes);
    const column = random.integer(classes);
    if (row === column || random.uniform() > likeness(row, column) || counts[row]![row] === 0) continue;
    counts[row]![row]!--;
    counts[row]![column]!++;
    left--;
  }
  return counts;
}

function likeness(row: number, column: number): number {
  return createRandom(deriveSeed(11, "cell", Math.min(row, column), Math.max(row, column))).uniform() ** 5 + 0.002;
}

function makeHistory(random: Random, options: NetOptions): EpochRecord[] {
  const { kind, size, typical, epochs = 12, hasValidation = true } = options;
  return Array.from({ length: epochs }, (_, index) => {
    const left = Math.exp(-index / 2.5);
    const noise = () => 1 + 0.08 * random.normal();
    const hard = (0.02 + 0.9 * left) * noise();
    const soft = (1.9 + 6 * left) * (1 + 0.01 * random.normal());
    const share = (typical / size) * (1 + 5 * left) * noise();
    return {
      epoch: index + 1,
      terms: kind === "distilled" ? { total: 0.9 * soft + 0.1 * hard, soft, hard } : { total: hard, hard },
      ...(hasValidation
        ? { validation: { errors: Math.max(0, Math.round(1000 * share)), size: 1000, nll: 4 * share } }
        : {}),
    };
  });
}

function makeExamples(random: Random, classes: number, count: number): readonly ExampleRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const label = index % classes;
    return { label, picture: { pixels: drawSegments(label % 10, random), width: 28, height: 28 } };
  });
}

const BLURS: Readonly<Record<Kind, number>> = { teacher: 0.2, hard: 3, distilled: 0.9 };

function makeLogits(random: Random, examples: readonly ExampleRecord[], kind: Kind, classes: number): number[][] {
  return examples.map(({ label }) =>
    Array.from({ length: classes }, (_, other) => {
      const blur = BLURS[kind] * random.normal();
      return blur + (other === label ? 9 : 7 * likeness(label, other) ** 0.2 - 3);
    }),
  );
}
