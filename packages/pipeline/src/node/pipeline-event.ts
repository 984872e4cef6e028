import type { TaskEvent } from "../task.ts";
import type { PlannedStage } from "./planned-stage.ts";

/** What happens while a pipeline runs. Every stage ends by one of `skipped`, `finished`, `failed` and `blocked`. */
export type PipelineEvent<One, Event extends TaskEvent> =
  /** Before anything else: what there is of each stage. */
  | { readonly kind: "planned"; readonly stages: readonly PlannedStage[] }
  /** Its result was there. */
  | { readonly kind: "skipped"; readonly stage: One }
  /** It begins; `isResumed` where it was interrupted before. */
  | { readonly kind: "started"; readonly stage: One; readonly isResumed: boolean }
  /** Its task reports something. */
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
