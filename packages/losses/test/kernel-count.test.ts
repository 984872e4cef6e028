import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import * as losses from "../src/index.ts";
import { randomRows } from "./support/rows.ts";

type Loss = (student: tf.Tensor2D, teacher: tf.Tensor2D) => tf.Tensor;

// What every call needs beside student and teacher lives as long as the file.
const LABELS = tf.tensor1d([0, 1, 2, 3], "int32");
const SPARSE = {
  indices: tf.tensor2d([0, 1, 2, 3, 4, 0, 1, 2], [4, 2], "int32"),
  logits: tf.tensor2d(randomRows(3, 4, 2)),
  tailLogits: tf.tensor1d([0, 1, 2, 3]),
};
const T = { temperature: 4 };
const sparse = (tail: losses.TailOption): Loss => {
  return (z) => losses.sparseSoftTargetCrossEntropy(z, SPARSE, { ...T, tail });
};
const standardised = losses.withStandardisedLogits(losses.klDivergence);

const CALLS: Record<string, Loss> = {
  hardCrossEntropy: (z) => losses.hardCrossEntropy(z, LABELS),
  labelSmoothedCrossEntropy: (z) => losses.labelSmoothedCrossEntropy(z, LABELS, { smoothing: 0.1 }),
  confidencePenalty: (z) => losses.confidencePenalty(z, LABELS, { entropyWeight: 0.1 }),
  softTargetCrossEntropy: (z, v) => losses.softTargetCrossEntropy(z, v, T),
  softTargetCrossEntropyFromProbs: (z, v) => losses.softTargetCrossEntropyFromProbs(z, v, T),
  "sparseSoftTargetCrossEntropy (class)": sparse("class"),
  "sparseSoftTargetCrossEntropy (spread)": sparse("spread"),
  distillationLoss: (z, teacherLogits) => {
    const options = { ...T, softWeight: 0.9, hardWeight: 0.1 };
    return losses.distillationLoss(z, { teacherLogits, labels: LABELS }, options).total;
  },
  klDivergence: (z, v) => losses.klDivergence(z, v, T),
  reverseKlDivergence: (z, v) => losses.reverseKlDivergence(z, v, T),
  jensenShannonDivergence: (z, v) => losses.jensenShannonDivergence(z, v, T),
  logitMatching: (z, v) => losses.logitMatching(z, v, { centred: false }),
  decoupledDistillation: (z, teacherLogits) => {
    const options = { ...T, targetWeight: 1, nonTargetWeight: 8 };
    return losses.decoupledDistillation(z, { teacherLogits, labels: LABELS }, options);
  },
  normalisedDistillation: (z, teacherLogits) =>
    losses.normalisedDistillation(z, { teacherLogits, labels: LABELS }, { ...T, nonTargetWeight: 1.5 }),
  correlationDistillation: (z, v) => losses.correlationDistillation(z, v, { ...T, interWeight: 1, intraWeight: 1 }),
  "withStandardisedLogits (klDivergence)": (z, v) => standardised(z, v, T),
  hintLoss: losses.hintLoss,
  attentionTransfer: (s, t) => losses.attentionTransfer(tf.reshape(s, [4, 3, 2]), tf.reshape(t, [4, 3, 2])),
  relationalDistance: losses.relationalDistance,
  relationalAngle: losses.relationalAngle,
  similarityPreserving: losses.similarityPreserving,
};

// Other names or shapes for the same numbers, and what a profile calls the functions that kernels are run in.
const FREE = new Set(["ExpandDims", "Identity", "Reshape", "unnamed scope"]);

/** How many kernels a call runs, but for the free ones. */
async function kernels(call: () => tf.TensorContainer): Promise<number> {
  const { kernels: all } = await tf.profile(() => tf.tidy(call));
  return all.filter(({ name }) => !FREE.has(name)).length;
}

const page = readFileSync(new URL("../../../docs/losses.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| `(\w+)`( \(\w+\))? .*\| \[test\]\(([^)]+)\) \| (\d+) \/ (\d+) \|$/gm)];

describe("the table of docs/losses.md", () => {
  // Whatever backend the other tests run on.
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("has every loss", () => {
    expect(rows.map(([, name, variant = ""]) => name + variant).sort()).toEqual(Object.keys(CALLS).sort());
    const others = /^(assert|entropy|standardise|stop|temperature|weighted)/;
    const listed = new Set(Object.keys(CALLS).map((name) => name.split(" ")[0]));
    expect([...listed].sort()).toEqual(
      Object.keys(losses)
        .filter((name) => !others.test(name))
        .sort(),
    );
  });

  it.each(Object.entries(CALLS))(
    "has the kernels of %s, of the value and with the student's gradient",
    async (name, call) => {
      const [z, v] = [tf.tensor2d(randomRows(1, 4, 6)), tf.tensor2d(randomRows(2, 4, 6))];
      const value = await kernels(() => call(z, v));
      // Without the sum that makes one number of the batch, and the two kernels that its gradient takes.
      const gradient = tf.grad((student) => tf.sum(call(student as tf.Tensor2D, v)));
      const sum = tf.grad((x) => tf.sum(x));
      const around = await kernels(() => sum(tf.ones([4])));
      const both = (await kernels(() => gradient(z))) - around;
      const row = rows.find(([, listed, variant = ""]) => listed + variant === name);
      expect(row && `${row[4]} / ${row[5]}`).toBe(`${value} / ${both}`);
      tf.dispose([z, v]);
    },
  );

  it("links tests that are there", () => {
    for (const [, , , link] of rows) {
      expect(readFileSync(new URL(`../../../docs/${link}`, import.meta.url), "utf8").length).toBeGreaterThan(0);
    }
  });
});
