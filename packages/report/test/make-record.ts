import { createRandom, deriveSeed, type Random } from "@dark-knowledge/core";
import type { EpochRecord, ModelRecord, ModelRole, ModelRun, RunRecord, SoftTargetExample } from "../src/index.ts";
import { drawSegments } from "./draw-segments.ts";

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
  readonly errors?: Readonly<Record<ModelRole, number>>;
}

const DIGITS = Array.from("0123456789");

/** A run record as a real run would leave it, the same for the same options. */
export function makeRecord(options: RecordOptions = {}): RunRecord {
  const { seed = 7, classNames = DIGITS, seeds = [1, 2, 3], testSize = 2000, hasValidation = true } = options;
  const errors = options.errors ?? { teacher: 31, hard: 118, distilled: 74 };
  const size = testSize - (testSize % classNames.length);
  const model = (role: ModelRole, index: number, rest: Pick<ModelRecord, "label" | "architecture" | "parameters">) => ({
    role,
    ...rest,
    runs: (role === "teacher" ? seeds.slice(0, 1) : seeds).map((runSeed) =>
      makeRun(createRandom(deriveSeed(seed, index, runSeed)), {
        ...options,
        role,
        size,
        runSeed,
        typical: errors[role],
      }),
    ),
  });
  return {
    title: "digits: 784-600-600-10 into 784-30-30-10",
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
      trainSize: 8000,
      transferSize: 8000,
      validationSize: hasValidation ? 1000 : 0,
      testSize: size,
      classNames,
    },
    models: [
      model("teacher", 1, { label: "teacher", architecture: "784-600-600-10", parameters: 837610 }),
      model("hard", 2, { label: "student, hard labels", architecture: "784-30-30-10", parameters: 24790 }),
      model("distilled", 3, { label: "student, distilled", architecture: "784-30-30-10", parameters: 24790 }),
    ],
    examples: makeExamples(createRandom(deriveSeed(seed, 9)), classNames.length, options.examples ?? 8),
  };
}

interface RunOptions extends RecordOptions {
  readonly role: ModelRole;
  readonly size: number;
  readonly runSeed: number;
  readonly typical: number;
}

function makeRun(random: Random, options: RunOptions): ModelRun {
  const { role, size, runSeed, typical, classNames = DIGITS, hasFidelity = true } = options;
  const errors = Math.max(0, Math.round(typical + Math.sqrt(typical) * 0.5 * random.normal()));
  const rate = errors / size;
  const fidelity = { agreement: 1 - 0.9 * rate - 0.004, kl: role === "hard" ? 3 * rate : 1.1 * rate };
  return {
    seed: runSeed,
    evaluation: {
      size,
      errors,
      accuracy: 1 - rate,
      nll: 0.01 + rate * (role === "hard" ? 4.4 : 3.1) * (1 + 0.05 * random.uniform()),
      calibrationError: role === "hard" ? 0.6 * rate : 0.3 * rate,
      confusion: makeConfusion(random, classNames.length, size, errors),
    },
    ...(hasFidelity && role !== "teacher" ? { fidelity } : {}),
    seconds: role === "teacher" ? 61.3 + random.uniform() : 9.2 + random.uniform(),
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
  return createRandom(deriveSeed(11, Math.min(row, column), Math.max(row, column))).uniform() ** 5 + 0.002;
}

function makeHistory(random: Random, options: RunOptions): EpochRecord[] {
  const { role, size, typical, epochs = 12, hasValidation = true } = options;
  return Array.from({ length: epochs }, (_, index) => {
    const left = Math.exp(-index / 2.5);
    const noise = () => 1 + 0.08 * random.normal();
    const hard = (0.02 + 0.9 * left) * noise();
    const soft = (1.9 + 6 * left) * (1 + 0.01 * random.normal());
    const share = (typical / size) * (1 + 5 * left) * noise();
    return {
      epoch: index + 1,
      terms: role === "distilled" ? { total: 0.9 * soft + 0.1 * hard, soft, hard } : { total: hard, hard },
      ...(hasValidation
        ? { validation: { errors: Math.max(0, Math.round(1000 * share)), size: 1000, nll: 4 * share } }
        : {}),
    };
  });
}

function makeExamples(random: Random, classes: number, count: number): SoftTargetExample[] {
  return Array.from({ length: count }, (_, index) => {
    const label = index % classes;
    const logits = (blur: number) =>
      Array.from({ length: classes }, (_, other) =>
        other === label ? 9 + blur * random.normal() : 7 * likeness(label, other) ** 0.2 - 3 + blur * random.normal(),
      );
    return {
      pixels: drawSegments(label % 10, random),
      width: 28,
      height: 28,
      label,
      teacherLogits: logits(0.2),
      studentLogits: logits(0.9),
      hardLogits: logits(3),
    };
  });
}
