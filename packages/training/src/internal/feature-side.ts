import { ArgumentError, deriveSeed, formatValue } from "@dark-knowledge/core";
import { hintLoss } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { FeatureTerm } from "../feature-term.ts";
import { assertFeatureTerms } from "./assert-feature-terms.ts";
import { addFeatureTerms, type FeaturePair, tryFeatureTerms } from "./feature-objective.ts";
import type { Layer } from "./layers-of.ts";
import type { Objective } from "./objective.ts";
import { layerNamed, observeLayers } from "./observe-layers.ts";
import { type Projector, projectorBetween } from "./projector-between.ts";
import { isLayersModel, resolveClassifier } from "./resolve-classifier.ts";
import type { Run } from "./run.ts";
import type { Settings } from "./settings.ts";
import type { TeacherSource } from "./teacher-side.ts";

/** The terms by which a student learns from its teacher's layers. */
export interface FeatureSide {
  /** The run, which trains projectors too. */
  readonly run: Run;
  /** Its identity, for checkpoints. */
  readonly settings: Settings;
  /** Adds the terms to an objective. */
  readonly join: (objective: Objective) => Objective;
  /** Frees projectors and features. */
  readonly dispose: () => void;
}

/** Looks up the layers of both sides, makes the projectors, and tries every loss on a batch before any step. */
export function prepareFeatures(
  run: Run,
  teacher: TeacherSource,
  terms: readonly FeatureTerm[] | undefined,
): FeatureSide {
  if (terms === undefined) return { run, settings: {}, join: (objective) => objective, dispose: () => {} };
  const { functionName, student, training, options } = run;
  assertFeatureTerms(functionName, terms);
  const models = { student, teacher };
  const layers = terms.map((term, index) => {
    const [ours, theirs] = (["student", "teacher"] as const).map((side) => {
      const model: unknown = models[side];
      if (isLayersModel(model)) return layerNamed(functionName, `features[${index}].${side}`, model, term[side]);
      const expected = `must be a LayersModel to learn ${side === "student" ? "in" : "from"} its layers (features)`;
      throw new ArgumentError({
        ...{ functionName, argument: side, expected, received: formatValue(model), code: "state" },
      });
    }) as [Layer, Layer];
    return { student: ours, teacher: theirs };
  });
  const resolved = resolveClassifier(functionName, "teacher", teacher as never, training, options.undoSoftmax ?? false);
  const [ours, theirs] = [
    observeLayers(run.resolved.observers!, [...new Set(layers.map((pair) => pair.student))]),
    observeLayers(resolved.observers!, [...new Set(layers.map((pair) => pair.teacher))]),
  ];
  const projectors: Projector[] = [];
  const dispose = () => {
    ours.dispose();
    theirs.dispose();
    tf.dispose(projectors.flatMap(({ variables }) => variables));
  };
  try {
    const pairs = terms.map((term, index): FeaturePair => {
      const name = `features[${index}]`;
      const { loss = hintLoss, projector, weight } = term;
      const shapes = [layers[index]!.student, layers[index]!.teacher].map(shapeOf) as [Shape, Shape];
      const isProjected = projector ?? (loss === hintLoss && shapes[0].at(-1) !== shapes[1].at(-1));
      const made = isProjected
        ? projectorBetween(functionName, name, shapes, deriveSeed(options.seed, "projector", index))
        : undefined;
      if (made !== undefined) projectors.push(made);
      return { ...layers[index]!, name, weight, loss, projector: made };
    });
    const sides = { teacher: resolved, pairs, ours, theirs };
    tryFeatureTerms(run, sides);
    const settings = JSON.stringify(
      pairs.map(({ student: from, teacher: to, weight, loss, projector }) => ({
        ...{ student: from.name, teacher: to.name, weight },
        ...{ loss: loss === hintLoss ? "hint" : "a function", projector: projector !== undefined },
      })),
    );
    return {
      run: withProjectors(run, pairs),
      settings: { features: settings },
      join: (objective) => addFeatureTerms(objective, sides),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

type Shape = readonly (number | null)[];

/** The sizes of a layer's output for one example; null for the length of a sequence. */
function shapeOf({ outputShape }: Layer): Shape {
  return (outputShape as Shape).slice(1);
}

function withProjectors(run: Run, pairs: readonly FeaturePair[]): Run {
  const variables = pairs.flatMap(({ projector }) => projector?.variables ?? []);
  const names = pairs.flatMap(({ name, projector }) =>
    (projector?.variables ?? []).map(
      (variable, index) => [variable, `${name}.projector/${index === 0 ? "kernel" : "bias"}`] as const,
    ),
  );
  return {
    ...run,
    weights: [...run.weights, ...variables],
    variables: [...run.variables, ...variables],
    names: new Map([...run.names, ...names]),
  };
}
