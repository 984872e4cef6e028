import { classNamesOf, datasetSize } from "@dark-knowledge/datasets";
import type { ExperimentOutcome } from "../experiment.ts";
import { RECOVERY_BATCH } from "../students/internal/compression/recover-student.ts";
import type { PlannedAdaptation, PlannedForm } from "./adaptation-stages.ts";
import type { CompressedResult } from "./compress-net.ts";
import type { CompressionSpec } from "./compression-spec.ts";
import type { AdaptedForm, NetAdaptation, TaskFigures } from "./internal/compression-extras.ts";
import { epochsAfter, nameOfRecipe, parseRecipe } from "./internal/recipe.ts";
import { taskDataOf } from "./internal/task-data.ts";

type Outcome = ExperimentOutcome<CompressionSpec>;

/**
 * Gathers the comparison of compression before and after adaptation, a form with the seeds that both its stages have finished.
 *
 * @returns undefined where there is none, or none of its nets is finished
 */
export function adaptationRecord(
  planned: readonly PlannedAdaptation[],
  { spec, data, outcomes }: Pick<Outcome, "spec" | "data" | "outcomes">,
): NetAdaptation | undefined {
  const { adaptation, nets } = spec;
  const net = nets.find(({ name }) => name === adaptation?.net);
  if (adaptation === undefined || net === undefined) return undefined;
  const task = taskDataOf(data, adaptation.classes);
  const resultOf = (stage: string) => outcomes.get(stage)?.result as CompressedResult | undefined;
  const figuresOf = (stages: readonly { readonly seed: number; readonly stage: string }[]): TaskFigures => {
    const found = stages.flatMap(({ seed, stage }) => {
      const { figures } = resultOf(stage) ?? {};
      return figures === undefined ? [] : [{ seed, errors: figures.errors!, gzip: figures.gzip! }];
    });
    return {
      seeds: found.map(({ seed }) => seed),
      errors: found.map(({ errors }) => errors),
      gzip: found.map(({ gzip }) => gzip),
    };
  };
  const formOf = (recipe: string, at: number): readonly AdaptedForm[] => {
    const finished = planned.filter(({ forms }) => resultOf(forms[at]!.before) && resultOf(forms[at]!.after));
    if (finished.length === 0) return [];
    const steps = parseRecipe(recipe)!;
    const repaired = steps.reduce((sum, step) => sum + epochsAfter(step, net), 0);
    const [ofAll, ofTask] = [data.training, task.training].map((set) => Math.ceil(datasetSize(set) / RECOVERY_BATCH));
    const side = (order: keyof Omit<PlannedForm, "recipe">) =>
      figuresOf(finished.map(({ seed, forms }) => ({ seed, stage: forms[at]![order] })));
    return [
      {
        label: nameOfRecipe(steps),
        ...{ before: side("before"), after: side("after"), epochs: repaired + adaptation.epochs },
        updates: {
          before: repaired * ofAll! + adaptation.epochs * ofTask!,
          after: (repaired + adaptation.epochs) * ofTask!,
        },
      },
    ];
  };
  const forms = adaptation.recipes.flatMap(formOf);
  if (forms.length === 0) return undefined;
  const names = classNamesOf(data.training);
  return {
    net: net.name,
    classes: adaptation.classes.map((one) => names[one]!),
    sizes: { training: datasetSize(task.training), test: datasetSize(task.test) },
    generalist: figuresOf(planned.map(({ seed, generalist }) => ({ seed, stage: generalist }))),
    specialist: figuresOf(planned.map(({ seed, specialist }) => ({ seed, stage: specialist }))),
    forms,
  };
}
