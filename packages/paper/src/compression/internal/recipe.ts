import { isStrength } from "../../students/internal/compression/compression-methods.ts";
import {
  COMPRESSION_METHODS,
  type CompressionMethod,
  type CompressionStep,
  learnsAlone,
  nameOfStep,
} from "../../students/internal/compression/compression-step.ts";

/** Methods of this experiment without a strength: training without compression, as a control, and weights and activations of 8 bits. */
const PLAIN = ["longer", "int8"] as const;

/** The methods of a recipe. */
export type RecipeMethod = CompressionMethod | "fisher" | "movement" | "gradual" | (typeof PLAIN)[number];

/** Their names. */
export const RECIPE_METHODS: readonly RecipeMethod[] = [
  ...COMPRESSION_METHODS,
  ...(["fisher", "movement", "gradual"] as const),
  ...PLAIN,
];

/** A step of a recipe. */
export interface RecipeStep {
  readonly method: RecipeMethod;
  /** As in {@link CompressionStep}; 0 where the method has none. */
  readonly strength: number;
}

/** Reads `prune:0.9,share:4`; undefined where a step is none. */
export function parseRecipe(text: string): readonly RecipeStep[] | undefined {
  const steps = text.split(",").map((part): RecipeStep | undefined => {
    const [name, word, ...more] = part.trim().split(":");
    const method = RECIPE_METHODS.find((one) => one === name);
    if (method === undefined || more.length > 0) return undefined;
    if (method === "layers" || PLAIN.some((one) => one === method)) {
      return word === undefined ? { method, strength: 0 } : undefined;
    }
    const isRight = word !== undefined && isStrength(compressionMethod(method) ?? "prune", word);
    return isRight ? { method, strength: Number(word) } : undefined;
  });
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

/** Writes steps as {@link parseRecipe} reads them. */
export function writeRecipe(steps: readonly RecipeStep[]): string {
  return steps.map(({ method, strength }) => (strength === 0 ? method : `${method}:${strength}`)).join(",");
}

/** Names steps in the name of a stage: `prune-0.9-share-4`. */
export function slugOf(steps: readonly RecipeStep[]): string {
  return writeRecipe(steps).replaceAll(":", "-").replaceAll(",", "-");
}

/** Names a recipe for people: `94 % of weights removed in 2 steps, 16 values`. */
export function nameOfRecipe(steps: readonly RecipeStep[]): string {
  const parts = steps.flatMap((step, at) => {
    if (steps[at + 1]?.method === step.method) return [];
    const others = steps.slice(0, at).findLastIndex(({ method }) => method !== step.method);
    const count = at - others;
    return count > 1 ? `${nameOfRecipeStep(step)} in ${count} steps` : nameOfRecipeStep(step);
  });
  return parts.join(", ");
}

function nameOfRecipeStep({ method, strength }: RecipeStep): string {
  if (method === "longer") return "only trained longer";
  if (method === "int8") return "int8 weights and activations";
  const name = nameOfStep({ method: compressionMethod(method)!, strength });
  if (method === "fisher") return `${name} by Fisher information`;
  if (method === "movement") return `${name} by movement`;
  return method === "gradual" ? `${name} gradually` : name;
}

/** The steps whose results training keeps. */
export function compressionSteps(steps: readonly RecipeStep[]): readonly CompressionStep[] {
  return steps.flatMap(({ method, strength }) => {
    const known = compressionMethod(method);
    return known === undefined ? [] : { method: known, strength };
  });
}

function compressionMethod(method: RecipeStep["method"]): CompressionStep["method"] | undefined {
  if (method === "longer" || method === "int8") return undefined;
  return method === "fisher" || method === "movement" || method === "gradual" ? "prune" : method;
}

/** Whether nothing is trained after a step. */
export function isUntrained(step: RecipeStep): boolean {
  return step.method === "int8" || learnsAlone(step);
}

/** Whether a step leaves all weights, and only gives them other values. */
function isCode({ method }: RecipeStep): boolean {
  return method === "share" || method === "quantise";
}

/** The epochs of training after a step. */
export function epochsAfter(
  step: RecipeStep,
  { recoveryEpochs, codeEpochs }: { readonly recoveryEpochs: number; readonly codeEpochs: number },
): number {
  if (isUntrained(step)) return 0;
  return isCode(step) ? codeEpochs : recoveryEpochs;
}

/** The highest learning rate of the training after a step. */
export function rateAfter(
  step: RecipeStep,
  { recoveryRate, codeRate = recoveryRate }: { readonly recoveryRate: number; readonly codeRate?: number | undefined },
): number {
  return isCode(step) ? codeRate : recoveryRate;
}
