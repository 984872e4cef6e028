import type { NetSpec } from "../../nets/net-spec.ts";
import type { SoftTerm } from "../../nets/soft-term.ts";
import type { TrainNetInput } from "../../nets/train-net.ts";
import type { ChosenStrength } from "./choose-strength.ts";

/** A temperature, a weight of the labels, and how much the net is regularised besides. */
export interface Softening {
  readonly temperature: number;
  readonly hardWeight: number;
  /** The dropout of the distilled net. Default: that of the nets on labels. */
  readonly dropout?: number | undefined;
  /** The net that teaches answers mixtures of two examples, with shares from Beta(mixup, mixup). Default: recorded answers to the examples as they are. */
  readonly mixup?: number | undefined;
}

/** The softening that was chosen. */
export interface ChosenSoftening extends Softening {
  /** In the order of the specification. */
  readonly candidates: readonly (Softening & { readonly validationAccuracy: number })[];
}

/** Names the candidate that was chosen, and all of them with their accuracies. */
export function chosenSoftening(
  candidates: readonly Softening[],
  { chosen, validationAccuracies }: ChosenStrength,
): ChosenSoftening {
  const measured = candidates.map((one, index) => ({ ...one, validationAccuracy: validationAccuracies[index]! }));
  return { ...candidates[chosen]!, candidates: measured };
}

/** Applies the dropout of a softening to a net. */
export function softenedNet(net: NetSpec, { dropout }: Pick<Softening, "dropout">): NetSpec {
  return dropout === undefined || !("dropout" in net) ? net : { ...net, dropout };
}

/** A net with a softening, and the soft targets that it learns from. */
export function softenedParts(
  net: NetSpec,
  softening: Softening,
): Pick<TrainNetInput, "net" | "mixup"> & { readonly soft: SoftTerm } {
  const { mixup } = softening;
  return {
    net: softenedNet(net, softening),
    ...(mixup === undefined ? {} : { mixup }),
    soft: softTerm(softening),
  };
}

/** The soft targets of a net that learns from recorded answers, or from a net that answers mixtures. */
const softTerm = ({ temperature, hardWeight, mixup }: Softening): SoftTerm => ({
  loss: "distillation",
  temperature,
  hardWeight,
  targets: mixup === undefined ? "recorded" : "live",
});

/** Names a softening: `T = 2, 0.5 on labels, dropout 0`. */
export function nameOf({ temperature, hardWeight, dropout, mixup }: Softening): string {
  const more = [
    ...(dropout === undefined ? [] : [`dropout ${dropout}`]),
    ...(mixup === undefined ? [] : [`mixup ${mixup}`]),
  ];
  return [`T = ${temperature}`, `${hardWeight} on labels`, ...more].join(", ");
}
