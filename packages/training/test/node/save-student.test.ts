import { readdirSync } from "node:fs";
import { createDataset, scale, withTargetScale } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { createMlp, fingerprintWeights, predictLogits } from "../../src/index.ts";
import { loadStudent, saveModel, saveStudent } from "../../src/node/index.ts";
import { create, dataset, expectSameLogits, model, raws, save } from "../fixtures/saved-student.ts";

const inside = useTemporaryDirectory();

describe("saveStudent and loadStudent", () => {
  test("give back what was saved, and the answers of the model", async () => {
    await save(inside("student"), { teacherFingerprint: "abc", temperature: 4, versions: { mine: "1" } });
    expect(readdirSync(inside("student")).sort()).toEqual(["model.json", "student.json", "weights.bin"]);
    const student = await loadStudent(inside("student"));
    expect(student.description).toMatchObject({
      ...{ version: 1, task: "classes", teacherFingerprint: "abc", temperature: 4, versions: { mine: "1" } },
      classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
      fingerprint: await fingerprintWeights(model.weights.map((weight) => weight.read())),
    });
    expectSameLogits(await student.predictLogits(raws), await predictLogits(model, dataset));
    student.dispose();
  });

  test("replace a student by another, and a model that is saved there takes the description away", async () => {
    await save(inside("student"));
    await expect(save(inside("student"), { overwrite: false })).rejects.toThrow(/^saveStudent: .* exists already/);
    const other = create(2);
    await saveStudent(other, inside("student"), { dataset, overwrite: true });
    const student = await loadStudent(inside("student"));
    expectSameLogits(await student.predictLogits(raws), await predictLogits(other, dataset));
    await saveModel(other, inside("student"), { overwrite: true });
    expect(readdirSync(inside("student"))).not.toContain("student.json");
    student.dispose();
    other.dispose();
  });

  test("give back students of numbers, with their scale, and of several classes", async () => {
    const columns = { x: { values: Float32Array.of(1, 2, 3), shape: [1] } };
    const scaled = withTargetScale(
      createDataset({ columns, targets: { kind: "numbers", names: ["y"], values: Float32Array.of(10, 20, 60) } }),
      scale({ subtract: 30, divide: 10 }),
    );
    const regressor = createMlp({ exampleShape: [1], hiddenUnits: [3], classCount: 1, seed: 1 });
    await saveStudent(regressor, inside("numbers"), { dataset: scaled });
    const student = await loadStudent(inside("numbers"));
    const { data } = await predictLogits(regressor, scaled);
    const answers = await student.predictNumbers([[1], [2], [3]]);
    expect(answers).toEqual(Array.from(data, (value) => ({ y: expect.closeTo(10 * value + 30, 4) })));

    const labels = Int8Array.of(1, 0, 0, 1, 1, 1);
    const several = createDataset({ columns, targets: { kind: "several-classes", labels, classNames: ["a", "b"] } });
    const tagger = createMlp({ exampleShape: [1], hiddenUnits: [3], classCount: 2, seed: 1 });
    await saveStudent(tagger, inside("labels"), { dataset: several });
    const other = await loadStudent(inside("labels"));
    expect(other.description).toMatchObject({ task: "several-classes", classNames: ["a", "b"] });
    expectSameLogits(await other.predictLogits([[1], [2], [3]]), await predictLogits(tagger, several));
    const none = createDataset({ columns });
    await expect(saveStudent(tagger, inside("none"), { dataset: none })).rejects.toThrow(
      'saveStudent: dataset must have targets of kind "classes" or "several-classes" or "numbers", got "none"',
    );
    for (const one of [student, other, regressor, tagger]) one.dispose();
  });

  test("a model that does not fit is refused before anything is written", async () => {
    const narrow = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [], classCount: 3, seed: 1 });
    await expect(saveStudent(narrow, inside("student"), { dataset })).rejects.toThrow("must give 10 logits");
    expect(readdirSync(inside())).toEqual([]);
    narrow.dispose();
  });
});
