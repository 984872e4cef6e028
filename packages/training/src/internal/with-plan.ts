import { ArgumentError, assertShape, formatValue } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { SchedulePoint } from "../schedule.ts";
import type { WeightPlan } from "../weight-plan.ts";
import type { PlannedWeights } from "./planned-weights.ts";
import type { Run } from "./run.ts";

/** A run whose plan is kept, and what frees the stored values; without a plan, the run itself. */
export function withPlan(run: Run): { readonly run: Run; readonly dispose: () => void } {
  const { plan } = run.options;
  if (plan === undefined) return { run, dispose: () => {} };
  const stored = plan.variables.map((variable) => tf.tidy(() => tf.variable(tf.clone(variable), false)));
  const names = plan.variables.map(
    (variable, index) => [stored[index]!, `${run.names.get(variable)} (stored)`] as const,
  );
  return {
    run: {
      ...run,
      weights: [...run.weights, ...stored],
      names: new Map([...run.names, ...names]),
      planned: createPlannedWeights(run, plan, stored),
    },
    dispose: () => void tf.dispose(stored),
  };
}

function createPlannedWeights(run: Run, plan: WeightPlan, stored: readonly tf.Variable[]): PlannedWeights {
  const { variables } = plan;

  async function project(current: readonly tf.Tensor[], at: SchedulePoint): Promise<void> {
    const weights = await plan.weights(stored, current, at);
    assertWeights(run, weights, variables);
    assign(variables, weights);
    tf.dispose([...weights]);
  }

  return {
    begin: (at) => project(variables, at),
    async step(gradients, apply, next) {
      // On the same memory: what changes a variable gives it another one.
      const current = variables.map((variable) => tf.clone(variable));
      try {
        tf.tidy(() => {
          const passed = gradients.map(({ variable, gradient }) => {
            const index = variables.indexOf(variable);
            if (index < 0) return { variable, gradient };
            const weight = { index, stored: stored[index]!, current: current[index]! };
            return { variable, gradient: plan.gradient(gradient, weight) };
          });
          // The optimizer knows the student's variables: its memory is theirs.
          assign(variables, stored);
          try {
            apply(passed);
            assign(stored, variables);
          } finally {
            assign(variables, current);
          }
        });
        await project(current, next);
      } finally {
        tf.dispose(current);
      }
    },
  };
}

function assign(variables: readonly tf.Variable[], values: readonly tf.Tensor[]): void {
  variables.forEach((variable, index) => {
    variable.assign(values[index]!);
  });
}

function assertWeights({ functionName }: Run, weights: readonly tf.Tensor[], variables: readonly tf.Variable[]): void {
  if (!Array.isArray(weights) || weights.length !== variables.length) {
    throw new ArgumentError({
      functionName,
      argument: "plan.weights",
      expected: `must return ${variables.length} tensors, one for each of plan.variables`,
      received: formatValue(weights),
      code: "shape",
    });
  }
  weights.forEach((weight: tf.Tensor, index) => {
    assertShape(
      functionName,
      `plan.weights()[${index}]`,
      weight.shape,
      variables[index]!.shape,
      `plan.variables[${index}]`,
    );
  });
}
