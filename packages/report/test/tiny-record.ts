import type { NetRecord, RunRecord } from "../src/index.ts";

/** Test errors by seed. */
export type ErrorsBySeed = Readonly<Record<number, number>>;

/** What the three nets of a record are, besides their seed and figures. None of their names means anything. */
const PARTS = {
  teacher: { role: "teacher", name: "big", architecture: "2-9-2", parameters: 1047 },
  baseline: { role: "student", name: "plain", baseline: true, architecture: "2-3-2", parameters: 17 },
  student: {
    ...{ role: "student", name: "kd", temperature: 4, teacher: { name: "big" } },
    ...{ architecture: "2-3-2", parameters: 17 },
  },
} as const satisfies Readonly<Record<string, Partial<NetRecord>>>;

/** A record on two classes and 200 test examples with chosen test errors; a net without errors is left out. */
export function tinyRecord(errors: Readonly<Partial<Record<keyof typeof PARTS, ErrorsBySeed>>>): RunRecord {
  return {
    experiment: "mine",
    title: "two classes",
    spec: { dataset: "toy" },
    versions: { node: "20.20.0" },
    backend: "cpu",
    dataset: { name: "toy", sizes: { training: 10, test: 200 }, classNames: ["even", "odd"] },
    examples: [],
    nets: (Object.keys(errors) as (keyof typeof PARTS)[]).flatMap((kind) => tinyNets(PARTS[kind], errors[kind]!)),
  };
}

/** A net for each seed. */
export function tinyNets(parts: Omit<NetRecord, "seed" | "figures">, errors: ErrorsBySeed): readonly NetRecord[] {
  return Object.entries(errors).map(([seed, count]) => ({
    ...parts,
    seed: Number(seed),
    figures: { errors: count, nll: count / 100, calibrationError: 0.0125 },
    confusion: [
      [Math.max(0, 100 - count), Math.min(100, count)],
      [0, 100],
    ],
    seconds: 10 * Number(seed),
  }));
}

/** The record with its nets changed. */
export function withNets(record: RunRecord, change: (net: NetRecord) => NetRecord): RunRecord {
  return { ...record, nets: record.nets.map(change) };
}
