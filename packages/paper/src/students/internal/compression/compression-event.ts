import type { TrainingEvent } from "../../../nets/training-event.ts";

interface Stage {
  readonly name: string;
}

/** An event of a search, in the form of those of a pipeline: its stages are the survey and the candidates. */
export type CompressionEvent =
  | { readonly kind: "planned"; readonly stages: readonly (Stage & { readonly status: "new" })[] }
  | { readonly kind: "reported"; readonly stage: Stage; readonly event: TrainingEvent }
  /** It is pointless, or was trained before. */
  | { readonly kind: "skipped"; readonly stage: Stage }
  | { readonly kind: "finished"; readonly stage: Stage; readonly result: unknown };
