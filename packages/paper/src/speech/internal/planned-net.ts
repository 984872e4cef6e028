import type { NetNames } from "../../nets/net-record-of.ts";
import type { TrainNetInput } from "../../nets/train-net.ts";
import type { SpeechTable } from "../recorded/recorded-settings.ts";

/** The stage of the answers of a member to the training set. */
export const answersStage = (seed: number): string => `answers-${seed}`;

/** A net of a run, and how it is trained. */
export interface PlannedNet {
  readonly names: NetNames;
  /** With the first of the strengths, where there are several. */
  readonly input: TrainNetInput;
  /** A training with each of the strengths between which a stage decides; left out where nothing is chosen. */
  readonly strengths?: readonly TrainNetInput[];
  readonly needs: readonly string[];
  /** As its input says; on the frames of all speakers, with the labels of a part of them; or on the frames of that part alone. */
  readonly how: "as-given" | "labels-of-part" | "part-alone";
  readonly table: SpeechTable;
}
