import type { VariableGradient } from "../optimizer.ts";
import type { SchedulePoint } from "../schedule.ts";

/** The plan of a run, with the stored values of its variables. */
export interface PlannedWeights {
  /** Gives the student the weights of the plan before its first step. */
  begin(at: SchedulePoint): Promise<void>;
  /** Updates the stored values, and gives the student the weights that follow from them. */
  step(gradients: readonly VariableGradient[], apply: Apply, next: SchedulePoint): Promise<void>;
}

/** Updates variables by gradients. */
type Apply = (gradients: readonly VariableGradient[]) => void;
