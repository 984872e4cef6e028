import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { datasetFromTable, encodeTable, inferLayout, readCsv, withTransform } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, trainClassifier } from "@dark-knowledge/training";
import { saveStudent } from "@dark-knowledge/training/node";
import "@tensorflow/tfjs-backend-cpu";
import { beforeEach, expect, test } from "vitest";
import { someEars } from "../../../paper/test/fixtures/some-ears.ts";
import { runCommand } from "../fixtures/run-command.ts";
import { TextStream } from "../fixtures/text-stream.ts";

const inside = useTemporaryDirectory();
const PLANTS = readFileSync(new URL("../../../paper/test/fixtures/plants.csv", import.meta.url), "utf8");
const run = (args: readonly string[], over = {}) => runCommand([...args, "--backend", "cpu"], over);

beforeEach(async () => {
  writeFileSync(inside("plants.csv"), PLANTS);
  const table = readCsv(PLANTS);
  const layout = inferLayout(table, { label: "kind" });
  const stored = datasetFromTable(table, layout);
  const dataset = withTransform(stored, encodeTable(stored));
  // Height, three colours, garden.
  const model = createMlp({ exampleShape: [5], hiddenUnits: [], classCount: 2, seed: 1 });
  await trainClassifier(model, dataset, { epochs: 20, seed: 1, batchSize: 16 });
  await saveStudent(model, inside("student"), { dataset, layout });
  model.dispose();
});

test("predict answers rows of tables, with the column of the label or without it", async () => {
  const { code, stdout } = await run(["predict", inside("student"), inside("plants.csv")]);
  expect(code).toBe(0);
  const [header, first, ...others] = stdout.trimEnd().split("\n");
  expect(header).toBe("input,example,class,probability");
  expect(first).toMatch(/plants\.csv,2,herb,[01]\.\d{4}$/);
  expect(others).toHaveLength(89);
  const unlabelled = PLANTS.split("\n").map((line) => line.slice(line.indexOf(",") + 1));
  writeFileSync(inside("unlabelled.csv"), unlabelled.join("\n"));
  const same = await run(["predict", inside("student"), inside("unlabelled.csv")]);
  expect(same.stdout).toBe(stdout.replaceAll(inside("plants.csv"), inside("unlabelled.csv")));
});

test("predict gives JSON lines with all probabilities, and a table on a terminal", async () => {
  const { stdout } = await run(["predict", inside("student"), inside("plants.csv"), "--json"]);
  const [first] = stdout.split("\n").map((line) => line && JSON.parse(line));
  expect(Object.keys(first)).toEqual(["input", "example", "class", "probability", "probs"]);
  expect(first.probs.herb + first.probs.tree).toBeCloseTo(1);
  expect(first.probs[first.class]).toBe(first.probability);
  const terminal = await run(["predict", inside("student"), inside("plants.csv")], { stdout: new TextStream(true) });
  expect(terminal.code).toBe(0);
});

test("evaluate counts the errors on what has labels", async () => {
  const { stdout } = await run(["evaluate", inside("student"), inside("plants.csv"), "--json"]);
  const figures = JSON.parse(stdout);
  expect(figures.examples).toBe(90);
  expect(figures.errors).toBeLessThan(15);
  expect(figures.accuracy).toBeCloseTo(1 - figures.errors / 90);
  const shown = await run(["evaluate", inside("student"), inside("plants.csv")]);
  expect(shown.stdout).toContain(`examples,90\nerrors,${figures.errors}\n`);
});

test("wrong files end with one line", async () => {
  writeFileSync(inside("wrong.csv"), "kind,height,colour,garden\nherb,high,red,1\n");
  writeFileSync(inside("other.csv"), "kind,height,colour\nherb,1,red\n");
  writeFileSync(inside("unknown.csv"), "kind,height,colour,garden\nbush,1,red,1\n");
  const lines = async (...args: readonly string[]) => {
    const { code, stderr, stdout } = await run(args);
    expect([code, stdout]).toEqual([1, ""]);
    return stderr;
  };
  expect(await lines("predict", inside("none"), "x.csv")).toMatch(/^error: loadStudent: cannot read .* \(ENOENT\)\n$/);
  const student = inside("student");
  expect(await lines("predict", student, inside("wrong.csv"))).toContain('row 2, column "height" must be a number');
  expect(await lines("predict", student, inside("other.csv"))).toContain('must have a column "garden"');
  expect(await lines("evaluate", student, inside("unknown.csv"))).toContain("must be one of the 2 classes");
});

test("predict and evaluate say in one line that recordings were resampled", async () => {
  const { student, clips, resampled } = await someEars(inside("sounds"), { count: 3 });
  const remark = `${resampled[0]}: resampled from 16000 to 8000 samples a second`;
  const alone = await run(["predict", student, resampled[0]!]);
  expect(alone).toMatchObject({ code: 0, stderr: `${remark}\n` });
  const all = await run(["evaluate", student, clips]);
  expect(all).toMatchObject({ code: 0, stderr: `${remark}; 1 more remark\n` });
  expect(all.stdout).toContain("examples,3\n");
  const right = await run(["predict", student, join(clips, "high", "1.wav")]);
  expect(right).toMatchObject({ code: 0, stderr: "" });
});
