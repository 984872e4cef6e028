import type { TaskEvent } from "../task.ts";
import type { PlannedStage } from "./planned-stage.ts";

/** An event of a running pipeline. Every stage ends with `skipped`, `finished`, `failed` or `blocked`. */
export type PipelineEvent<One, Event extends TaskEvent> =
  /** The first event: the plan for each stage. */
  | { readonly kind: "planned"; readonly stages: readonly PlannedStage[] }
  /** Its result already existed. */
  | { readonly kind: "skipped"; readonly stage: One }
  /** It starts; `isResumed` if it was interrupted before. */
  | { readonly kind: "started"; readonly stage: One; readonly isResumed: boolean }
  /** Its task emitted an event. */
  | { readonly kind: "reported"; readonly stage: One; readonly event: Event }
  /** It crashed and is tried again. */
  | {
      readonly kind: "retried";
      readonly stage: One;
      readonly error: Error;
      readonly retry: number;
      readonly of: number;
    }
  | { readonly kind: "finished"; readonly stage: One; readonly result: unknown }
  | { readonly kind: "failed"; readonly stage: One; readonly error: Error }
  /** A stage that it needs failed. */
  | { readonly kind: "blocked"; readonly stage: One };
