import { ArgumentError, assertFields, assertOptions } from "@dark-knowledge/core";
import { type ClassTargets, type Dataset, describeInputs, type SeveralClassTargets } from "@dark-knowledge/datasets";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { fingerprintWeights } from "../fingerprint-weights.ts";
import { assertModelFits } from "../internal/assert-model-fits.ts";
import { STUDENT_FILE } from "../internal/parse-student.ts";
import { taskOf } from "../internal/task.ts";
import type { StudentDescription } from "../student-description.ts";
import { writeModel } from "./internal/write-model.ts";
import { SAVE_MODEL_OPTIONS, type SaveModelOptions } from "./save-model.ts";

/** Options of {@link saveStudent}. */
export interface SaveStudentOptions
  extends SaveModelOptions,
    Pick<StudentDescription, "layout" | "teacherFingerprint" | "temperature"> {
  /** The dataset it was trained on, or a part of it: task, class names and transforms are taken from it. */
  readonly dataset?: Dataset;
  /**
   * In place of `dataset`: the description of another student, such as the one that this is a smaller copy of. Everything but the fingerprint of the weights is taken
   * from it, unless other options say more.
   */
  readonly description?: StudentDescription;
  /** The versions of the software that made the student, by name. Default: those of `description`, or none. */
  readonly versions?: Readonly<Record<string, string>>;
}

/**
 * Writes a student to a directory: the model as with `saveModel`, and `student.json` with everything needed to give it
 * raw examples: class names, columns, fitted transforms and the teacher's fingerprint.
 *
 * `student.json` is written last and names the weights that it belongs to, so a directory whose writer was killed is
 * refused, not misread.
 *
 * @param directory created with its parents
 * @throws ArgumentError when the model does not accept such examples or has another number of classes, or a weight cannot be stored in the type
 * @throws Error when something is in the directory and `overwrite` is not set, when it cannot be written to, or another
 *   process writes there
 *
 * @example
 * ```ts
 * import { mkdtempSync, readdirSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { createMlp } from "@dark-knowledge/training";
 * import { loadStudent, saveStudent } from "@dark-knowledge/training/node";
 *
 * const directory = `${mkdtempSync(`${tmpdir()}/`)}/student`;
 * const { train: dataset } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
 * const model = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [3], classCount: 10, seed: 1 });
 * await saveStudent(model, directory, { dataset });
 * readdirSync(directory); // => ["model.json", "student.json", "weights.bin"]
 *
 * const student = await loadStudent(directory);
 * const [{ label }] = await student.predict([new Uint8Array(784)]);
 * student.description.classNames.includes(label); // => true
 * ```
 */
export async function saveStudent(model: LayersModel, directory: string, options: SaveStudentOptions): Promise<void> {
  assertOptions<SaveStudentOptions>("saveStudent", options, {
    ...SAVE_MODEL_OPTIONS,
    ...{ dataset: true, description: true, layout: true, teacherFingerprint: true, temperature: true, versions: true },
  });
  const { dataset, description, layout, teacherFingerprint, temperature, versions, ...writing } = options;
  const facts = description === undefined ? ofDataset(model, dataset) : ofStudent(model, dataset, description);
  const describe = async (weights: readonly Tensor[]) => {
    const whole: StudentDescription = {
      ...facts,
      ...(layout ? { layout } : {}),
      fingerprint: await fingerprintWeights(weights),
      ...(teacherFingerprint === undefined ? {} : { teacherFingerprint }),
      ...(temperature === undefined ? {} : { temperature }),
      versions: versions ?? facts.versions ?? {},
    };
    return { name: STUDENT_FILE, parts: [new TextEncoder().encode(`${JSON.stringify(whole, null, 2)}\n`)] };
  };
  await writeModel("saveStudent", model, directory, { ...writing, describe });
}

type Facts = Omit<StudentDescription, "fingerprint" | "versions"> & Pick<Partial<StudentDescription>, "versions">;

function ofDataset(model: LayersModel, dataset: Dataset | undefined): Facts {
  const checked = dataset as Dataset;
  taskOf("saveStudent", "dataset", checked, ["classes", "several-classes", "numbers"]);
  assertModelFits("saveStudent", "model", model, checked);
  return { version: 1, ...describeTask(checked), inputs: describeInputs(checked) };
}

function ofStudent(model: LayersModel, dataset: Dataset | undefined, description: StudentDescription): Facts {
  const refuse = (argument: string, expected: string, received: string): never => {
    throw new ArgumentError({ functionName: "saveStudent", argument, expected, received, code: "state" });
  };
  if (dataset !== undefined) refuse("description", "must be left out where there is a dataset", "both");
  const fields = { task: "text", classNames: "texts", inputs: "object", outputs: "object?" } as const;
  assertFields("saveStudent", description, fields, { argument: "description", prefix: "description." });
  assertFields("saveStudent", model, { outputs: "list", save: "function" }, { argument: "model", prefix: "model." });
  const names = description.outputs?.names ?? description.classNames;
  const wanted = names.length * (description.outputs?.variances ? 2 : 1);
  const width = model.outputs[0]?.shape.at(-1);
  if (width !== wanted) refuse("model", `must give ${wanted} answers (as the description)`, String(width));
  return description;
}

/** The task of a dataset, and the names of its answers. */
function describeTask({ targets }: Dataset): Pick<StudentDescription, "task" | "classNames" | "outputs"> {
  if (targets.kind === "numbers") {
    const { names, scale, variances } = targets;
    const outputs = { names, ...(scale ? { scale } : {}), ...(variances ? { variances } : {}) };
    return { task: "numbers", classNames: [], outputs };
  }
  const { kind, classNames } = targets as ClassTargets | SeveralClassTargets;
  return { task: kind, classNames };
}
