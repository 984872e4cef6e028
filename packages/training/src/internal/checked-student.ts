import type { PrepareInputsOptions } from "@dark-knowledge/datasets";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Student } from "../create-student.ts";
import { fingerprintWeights } from "../fingerprint-weights.ts";
import type { StudentDescription } from "../student-description.ts";
import { privateStudent } from "./private-student.ts";
import { hasWebCrypto } from "./sha256.ts";

/**
 * A student of a model that was read from where its description, `where`, lies. Browsers have no Web Crypto on pages
 * that are neither from https nor from this machine; the weights are then not compared.
 *
 * @throws Error when the description is of other weights; the model is then disposed of
 */
export async function checkedStudent(
  functionName: string,
  where: string,
  model: LayersModel,
  description: StudentDescription,
  options: PrepareInputsOptions,
): Promise<Student> {
  try {
    if (!hasWebCrypto()) return privateStudent(model, description, options);
    const fingerprint = await fingerprintWeights(model.weights.map((weight) => weight.read()));
    if (fingerprint === description.fingerprint) return privateStudent(model, description, options);
    const found = `with fingerprint ${fingerprint}, got ${description.fingerprint}`;
    throw new Error(`${functionName}: ${where} must describe the model next to it, ${found}; save the student again`);
  } catch (error) {
    model.dispose();
    throw error;
  }
}
