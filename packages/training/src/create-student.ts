import { assertFields, assertOptions } from "@dark-knowledge/core";
import type { PrepareInputsOptions } from "@dark-knowledge/datasets";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { answersOf } from "./internal/answers-of.ts";
import { assertDescription } from "./internal/assert-description.ts";
import { predictLogits } from "./predict-logits.ts";
import type { StudentAnswers } from "./student-answers.ts";
import type { StudentDescription } from "./student-description.ts";

/** A model with a description, so that it accepts raw examples. */
export interface Student extends StudentAnswers {
  readonly model: LayersModel;
  /** Disposes of the model. */
  dispose(): void;
}

/**
 * Creates a student from a model and its description: raw examples in, named answers out. `loadStudent` reads both from
 * where `saveStudent` wrote them.
 *
 * @param sources the kinds of sources from outside `@dark-knowledge/datasets`, such as `LOG_MELS` of `@dark-knowledge/speech`
 * @returns a student that owns the model; the caller disposes of it
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { columnOf, createDataset, describeInputs, encodeTable, tableRow, withTransform } from "@dark-knowledge/datasets";
 * import { createMlp, createStudent } from "@dark-knowledge/training";
 *
 * const rows = columnOf([{ age: 20 }, { age: 40 }], tableRow([{ name: "age", type: "number" }]));
 * const table = createDataset({
 *   columns: { row: rows },
 *   targets: { kind: "classes", labels: Int32Array.of(0, 1), classNames: ["young", "old"] },
 * });
 * const student = createStudent(createMlp({ exampleShape: [1], hiddenUnits: [], classCount: 2, seed: 1 }), {
 *   version: 1,
 *   task: "classes",
 *   classNames: ["young", "old"],
 *   inputs: describeInputs(withTransform(table, encodeTable(table))),
 *   fingerprint: "",
 *   versions: {},
 * });
 * const [answer] = await student.predict([{ age: 39 }]);
 * answer.probs.length; // => 2
 * student.dispose();
 * ```
 */
export function createStudent(
  model: LayersModel,
  description: StudentDescription,
  sources: PrepareInputsOptions = {},
): Student {
  assertOptions<PrepareInputsOptions>("createStudent", sources, { kinds: true });
  assertFields("createStudent", { model }, { model: "object" });
  assertDescription("createStudent", description);
  return {
    ...answersOf(
      description,
      sources,
      (dataset, options) => predictLogits(model, dataset, options),
      () => undefined,
    ),
    model,
    dispose() {
      model.dispose();
    },
  };
}
