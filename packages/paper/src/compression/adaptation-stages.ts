import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import type { NetSpec } from "../nets/net-spec.ts";
import type { AdaptationSpec } from "./adaptation-spec.ts";
import { type CompressNetInput, compressNet, type RecoverySettings } from "./compress-net.ts";
import { isUntrained, parseRecipe, type RecipeStep, slugOf, writeRecipe } from "./internal/recipe.ts";

/** The stages that compare compression before and after adaptation, of one seed. */
export interface PlannedAdaptation {
  readonly seed: number;
  /** Measures the net of all classes on the task. */
  readonly generalist: string;
  /** Adapts it, uncompressed. */
  readonly specialist: string;
  readonly forms: readonly PlannedForm[];
}

/** One recipe, in both orders. */
export interface PlannedForm {
  /** As in the specification. */
  readonly recipe: string;
  /** The stage of the net that is compressed, and then adapted. */
  readonly before: string;
  /** The stage of the net that is adapted, and then compressed. */
  readonly after: string;
}

/** The net that is compressed and adapted. */
export interface AdaptedNet {
  readonly net: NetSpec;
  readonly seed: number;
  /** Begins the names of its stages. */
  readonly prefix: string;
  /** The stage that trained it on all classes. */
  readonly trained: string;
  /** The stage of the soft targets that repair and adapt it. */
  readonly answers: string;
  /** The stage of the net compressed by a recipe, and repaired on all classes. */
  readonly compressed: (recipe: string) => string;
  /** How it is repaired after a step. */
  readonly recoveryOf: (step: RecipeStep) => RecoverySettings;
  readonly costOf: (epochs: number) => number;
  readonly add: (stage: ExperimentStage) => string;
}

/**
 * Plans a comparison: a net of all classes is compressed and then adapted to the task, or adapted and then compressed. Both learn from the same soft targets, with the same settings, as many
 * epochs: those of all steps, and those of the adaptation.
 */
export function planAdaptation({ classes, epochs, recipes }: AdaptationSpec, adapted: AdaptedNet): PlannedAdaptation {
  const { net, seed, prefix, trained, answers, compressed, recoveryOf, costOf, add } = adapted;
  const stage = (name: string, input: Pick<CompressNetInput, "steps" | "recovery" | "adapts">, before: string) =>
    add(
      createStage(compressNet, {
        ...{ name, input: { net, seed, classes, ...input } },
        needs: [before, ...(input.recovery === undefined ? [] : [answers])],
        cost: input.recovery === undefined ? 1 : costOf(input.recovery.epochs),
      }),
    );
  const adaptation = { adapts: true, recovery: { ...recoveryOf({ method: "longer", strength: 0 }), epochs } } as const;
  const specialist = stage(`${prefix}-adapted`, { steps: [], ...adaptation }, trained);
  return {
    seed,
    generalist: stage(`${prefix}-task`, { steps: [] }, trained),
    specialist,
    forms: recipes.map((recipe): PlannedForm => {
      const all = parseRecipe(recipe)!;
      const first = compressed(recipe);
      const after = all.reduce((before, step, index) => {
        const steps = all.slice(0, index + 1);
        const recovery = isUntrained(step) ? {} : { recovery: recoveryOf(step) };
        return stage(`${prefix}-adapted-${slugOf(steps)}`, { steps, ...recovery }, before);
      }, specialist);
      return {
        recipe: writeRecipe(all),
        before: stage(`${first}-adapted`, { steps: all, ...adaptation }, first),
        after,
      };
    }),
  };
}
