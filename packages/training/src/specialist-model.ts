import type { Specialist } from "@dark-knowledge/specialists";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * The outputs of a specialist: `"dustbin"`, its classes and one for all others (section 5 of the paper), or `"full"`,
 * all classes of the generalist (section 6.1).
 */
export type SpecialistSoftmaxName = "dustbin" | "full";

/** A specialist's model with all that is needed to read its answers. */
export interface SpecialistModel {
  /** The classes that it knows. */
  readonly specialist: Specialist;
  /**
   * Returns `specialist.classes.length + 1` logits, the dustbin last, or with a full softmax `specialist.classCount`.
   */
  readonly model: LayersModel;
  /** Default: `"dustbin"`. */
  readonly softmax?: SpecialistSoftmaxName;
  /** How many times more likely an example of its classes was used for training than one of the rest. */
  readonly oversampling: number;
}
