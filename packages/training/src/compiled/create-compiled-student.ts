import { assertFields, assertOptions } from "@dark-knowledge/core";
import type { PrepareInputsOptions } from "@dark-knowledge/datasets";
import type { CompiledModel } from "@dark-knowledge/runtime";
import { answersOf } from "../internal/answers-of.ts";
import { assertDescription } from "../internal/assert-description.ts";
import { compiledLogits } from "../internal/compiled-logits.ts";
import type { StudentAnswers } from "../student-answers.ts";
import type { StudentDescription } from "../student-description.ts";

/** A compiled model with a description, so that it accepts raw examples. It answers without TensorFlow.js. */
export interface CompiledStudent extends StudentAnswers {
  readonly net: CompiledModel;
  /** Disposes of the compiled model. */
  dispose(): void;
}

/**
 * Creates a student from a compiled model and a description: raw examples in, named answers out, without TensorFlow.js.
 *
 * @param net from `compileModel` of `@dark-knowledge/runtime`
 * @param description the content of a `student.json`
 * @param sources the kinds of sources from outside `@dark-knowledge/datasets`, such as `LOG_MELS` of `@dark-knowledge/speech`
 * @returns a student that owns the compiled model; the caller disposes of it
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { readFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { compileModel, readArtifacts } from "@dark-knowledge/runtime";
 * import { createMlp } from "@dark-knowledge/training";
 * import { createCompiledStudent } from "@dark-knowledge/training/compiled";
 * import { saveStudent } from "@dark-knowledge/training/node";
 *
 * const directory = `${mkdtempSync(`${tmpdir()}/`)}/student`;
 * const { train: dataset } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
 * const model = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [3], classCount: 10, seed: 1 });
 * await saveStudent(model, directory, { dataset });
 *
 * const read = (name: string) => readFile(`${directory}/${name}`);
 * const parsed = async (name: string) => JSON.parse(String(await read(name)));
 * const net = compileModel(await readArtifacts(await parsed("model.json"), read));
 * const student = createCompiledStudent(net, await parsed("student.json"));
 * const [answer] = await student.predict([new Uint8Array(784)]);
 * answer.probs.length; // => 10
 * ```
 */
export function createCompiledStudent(
  net: CompiledModel,
  description: StudentDescription,
  sources: PrepareInputsOptions = {},
): CompiledStudent {
  assertOptions<PrepareInputsOptions>("createCompiledStudent", sources, { kinds: true });
  const fields = { predict: "function", inputs: "objects", output: "object", dispose: "function" } as const;
  assertFields("createCompiledStudent", net, fields, { argument: "net", prefix: "net." });
  assertDescription("createCompiledStudent", description);
  return {
    ...answersOf(
      description,
      sources,
      (dataset, options) => compiledLogits(net, dataset, options),
      () => net,
    ),
    net,
    dispose() {
      net.dispose();
    },
  };
}
