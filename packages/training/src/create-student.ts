import { type Matrix, matrixRow, softmax } from "@dark-knowledge/core";
import { type ClassTargets, type Dataset, datasetFromRaws } from "@dark-knowledge/datasets";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { argMax } from "./internal/arg-max.ts";
import { isDataset } from "./internal/assert-dataset.ts";
import { predictLogits } from "./predict-logits.ts";
import type { PredictOptions } from "./predict-options.ts";
import type { StudentDescription } from "./student-description.ts";

/** A student's answer to one example. */
export interface Prediction {
  /** The name of the most probable class. */
  readonly label: string;
  /** Its probability. */
  readonly prob: number;
  /** The probabilities of all classes, in the order of the description's `classNames`. */
  readonly probs: Float64Array;
}

/** A model with a description, so that it accepts raw examples. */
export interface Student {
  readonly description: StudentDescription;
  readonly model: LayersModel;
  /**
   * Answers raw examples: rows of a table, pictures, texts, or stored numbers if there is no source. Also accepts a
   * dataset of such examples, such as `loadExamples` reads.
   */
  predict(examples: readonly unknown[] | Dataset, options?: PredictOptions): Promise<readonly Prediction[]>;
  /** Returns the answers as logits, `[examples, classes]`. */
  predictLogits(examples: readonly unknown[] | Dataset, options?: PredictOptions): Promise<Matrix<Float32Array>>;
  /** Disposes of the model. */
  dispose(): void;
}

/**
 * Creates a student from a model and its description: raw examples in, named answers out. `loadStudent` reads both from
 * where `saveStudent` wrote them.
 *
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
export function createStudent(model: LayersModel, description: StudentDescription): Student {
  const { classNames, inputs } = description;

  const logitsOf: Student["predictLogits"] = (examples, options) => {
    if (isDataset(examples)) return predictLogits(model, examples, options);
    const targets = unknownClasses(examples.length, classNames);
    return predictLogits(model, datasetFromRaws(inputs, examples, { targets }), options);
  };

  return {
    description,
    model,
    predictLogits: logitsOf,
    async predict(examples, options) {
      const logits = await logitsOf(examples, options);
      return Array.from({ length: logits.rows }, (_, row) => {
        const own = matrixRow(logits, row);
        const [label, probs] = [argMax(own), softmax(own)];
        return { label: classNames[label]!, prob: probs[label]!, probs };
      });
    },
    dispose() {
      model.dispose();
    },
  };
}

function unknownClasses(count: number, classNames: readonly string[]): ClassTargets {
  return { kind: "classes", labels: new Int32Array(count).fill(-1), classNames };
}
