import { readdirSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { createMlp, fingerprintWeights, predictLogits } from "../../src/index.ts";
import { loadStudent, saveModel, saveStudent } from "../../src/node/index.ts";
import { create, dataset, model, raws, save } from "../fixtures/saved-student.ts";

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
    expect(await student.predictLogits(raws)).toEqual(await predictLogits(model, dataset));
    student.dispose();
  });

  test("replace a student by another, and a model that is saved there takes the description away", async () => {
    await save(inside("student"));
    await expect(save(inside("student"), { overwrite: false })).rejects.toThrow(/^saveStudent: .* exists already/);
    const other = create(2);
    await saveStudent(other, inside("student"), { dataset, overwrite: true });
    const student = await loadStudent(inside("student"));
    expect(await student.predictLogits(raws)).toEqual(await predictLogits(other, dataset));
    await saveModel(other, inside("student"), { overwrite: true });
    expect(readdirSync(inside("student"))).not.toContain("student.json");
    student.dispose();
    other.dispose();
  });

  test("a model that does not fit is refused before anything is written", async () => {
    const narrow = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [], classCount: 3, seed: 1 });
    await expect(saveStudent(narrow, inside("student"), { dataset })).rejects.toThrow("must give 10 logits");
    expect(readdirSync(inside())).toEqual([]);
    narrow.dispose();
  });
});
