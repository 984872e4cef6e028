// The tables and the picture of docs/losses.md and the README are made of the catalogue. After a change:
// npx vitest run --project losses published --update
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import * as exported from "../src/index.ts";
import type { LogitLoss } from "./catalogue/entry.ts";
import { CATALOGUE, entriesOf, exportOf } from "./catalogue/index.ts";
import { countKernels } from "./support/count-kernels.ts";
import { drawPanels, type Panel } from "./support/draw-panels.ts";
import { valuesOf } from "./support/evaluate.ts";
import { optionsAt } from "./support/loss-arguments.ts";

const path = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url));

/** The page with the rows of the table under a head replaced. */
function withTable(page: string, head: string, rows: readonly string[]): string {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith(head)) + 2;
  expect(start, `a table that begins with ${head}`).toBeGreaterThan(1);
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.toSpliced(start, length, ...rows).join("\n");
}

const testOf = (name: string) =>
  `packages/losses/test/${exportOf(name).replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}.test.ts`;

describe("the catalogue", () => {
  it("has every export", () => {
    const names = Object.keys(CATALOGUE).map(exportOf);
    expect([...new Set(names)].sort()).toEqual(Object.keys(exported).sort());
  });

  it("has a test for every entry", () => {
    for (const name of Object.keys(CATALOGUE)) expect(existsSync(path(testOf(name))), name).toBe(true);
  });
});

// What is published is the same whatever backend the other tests run on.
describe.skipIf(process.env.TEST_BACKEND)("what is published", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("docs/losses.md has every loss, with its kernels", async () => {
    const rows: string[] = [];
    for (const [name, loss] of [...entriesOf("logits"), ...entriesOf("elements"), ...entriesOf("features")]) {
      const [value, both] = await countKernels(loss);
      const title = name.replace(exportOf(name), "`$&`");
      rows.push(`| ${title} | ${loss.formula} | ${loss.source} | [test](../${testOf(name)}) | ${value} / ${both} |`);
    }
    const page = readFileSync(path("docs/losses.md"), "utf8");
    await expect(withTable(page, "| function | formula", rows)).toMatchFileSnapshot(path("docs/losses.md"));
  });

  it("the README has every function", async () => {
    const rows = Object.values(CATALOGUE).flatMap(({ signature, formula, source }) =>
      signature === undefined ? [] : [`| \`${signature}\` | ${formula} | ${source} |`],
    );
    const page = readFileSync(path("packages/losses/README.md"), "utf8");
    const expected = withTable(page, "| function | value", rows);
    await expect(expected).toMatchFileSnapshot(path("packages/losses/README.md"));
  });

  it("docs/losses.svg shows where each loss of logits pushes a student", async () => {
    const probs = (logits: number[]) => exported.temperatureSoftmax(tf.tensor2d([logits]), { temperature: 4 });
    const losses = entriesOf("logits").flatMap(([name, loss]): Panel[] => {
      const { panel } = loss;
      return panel === undefined
        ? []
        : [{ title: panel.title ?? name, kind: "push", bars: overLargest(() => pushOf(loss)) }];
    });
    const drawn = drawPanels(
      "For each loss, how strongly a gradient step raises or lowers the student's logit of each digit",
      [
        { title: "teacher’s p at T = 4", kind: "probability", bars: overLargest(() => probs(TEACHER)) },
        { title: "student’s q at T = 4", kind: "probability", bars: overLargest(() => probs(STUDENT)) },
        ...losses,
      ],
    );
    await expect(drawn).toMatchFileSnapshot(path("docs/losses.svg"));
  });
});

// A written 2. The teacher sees something of a 3 and a 7 in it; the student takes it for a 7 and knows no 3.
const TEACHER = [-1, 0, 9, 6, -3, -1, -2, 5, 2, -2];
const STUDENT = [0, 3, 4, -1, 0, -2, 1, 5, 1, 0];

/** The gradient step of a loss; a sparse teacher names three classes. */
function pushOf(loss: LogitLoss): tf.Tensor {
  const [v, labels] = [tf.tensor2d([TEACHER]), tf.tensor1d([2], "int32")];
  const named = tf.tensor2d([[2, 3, 7]], [1, 3], "int32");
  const teacher = loss.teacher?.(v, { temperature: 4, named }) ?? v;
  const options = optionsAt(loss, 4, { ...loss.options, ...loss.panel?.options });
  const gradient = tf.grad((z) => tf.sum(loss.call(z as tf.Tensor2D, teacher as never, labels, options)));
  return tf.neg(gradient(tf.tensor2d([STUDENT])));
}

/** The numbers of a tensor over the largest of them, to three digits, which no two machines compute differently. */
function overLargest(call: () => tf.Tensor): number[] {
  const numbers = valuesOf(call);
  const largest = Math.max(...numbers.map(Math.abs));
  return numbers.map((number) => Math.round((1000 * number) / largest) / 1000);
}
