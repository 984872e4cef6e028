import { readFileSync, writeFileSync } from "node:fs";
import { datasetFromTable, encodeTable, inferLayout, readCsv, withTransform } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, trainClassifier } from "@dark-knowledge/training";
import { saveStudent } from "@dark-knowledge/training/node";
import "@tensorflow/tfjs-backend-cpu";
import { beforeEach, expect, test } from "vitest";
import { someEars } from "../../../paper/test/fixtures/some-ears.ts";
import { runCommand } from "../fixtures/run-command.ts";

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

test("export writes the student for another program and shows both side by side", async () => {
  const args = ["export", inside("student"), "--data", inside("plants.csv")];
  const { code, stdout, stderr } = await run([...args, "--to", inside("plants.onnx")]);
  expect([code, stderr]).toEqual([0, ""]);
  const [files, comparison] = stdout.trimEnd().split("\n\n");
  expect(files).toMatch(/^file,bytes,gzip,brotli\n.*plants\.onnx,\d+,\d+,\d+$/);
  expect(comparison).toMatch(/^figure,student,exported\nexamples,90,90\nsame answer,,90\nlargest difference,,/);
  expect(comparison).toMatch(/\nms for 64,[\d.]+,[\d.]+$/);

  const small = await run([...args, "--to", inside("web"), "--weights", "int8", "--json"]);
  const rows = small.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rows.map(({ file, figure }) => file?.split("/").at(-1) ?? figure).slice(0, 4)).toEqual([
    ...["model.json", "student.json", "weights.bin", "examples"],
  ]);
  const answers = await run(["predict", inside("web"), inside("plants.csv")]);
  expect(answers.code).toBe(0);

  expect((await run([...args, "--to", inside("plants.onnx")])).stderr).toMatch(
    /^error: exportStudent: .*plants\.onnx exists already; choose another place, or pass --overwrite\n$/,
  );
  expect((await run([...args, "--to", inside("x.onnx"), "--weights", "int9"])).stderr).toContain(
    "It must be one of float32, float16, int8; did you mean int8?",
  );
});

test("export says in one line that recordings were resampled", async () => {
  const { student, clips, resampled } = await someEars(inside("sounds"), { count: 3 });
  const { code, stderr } = await run(["export", student, "--data", clips, "--to", inside("ears.safetensors")]);
  const remark = `${resampled[0]}: resampled from 16000 to 8000 samples a second; 1 more remark`;
  expect([code, stderr]).toEqual([0, `${remark}\n`]);
});
