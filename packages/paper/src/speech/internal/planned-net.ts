import type { NetNames } from "../../nets/net-record-of.ts";
import type { TrainNetInput } from "../../nets/train-net.ts";
import type { SpeechTable } from "../recorded/recorded-settings.ts";

/** The stage of the answers of a member to the training set. */
export const answersStage = (seed: number): string => `answers-${seed}`;

/** A net of a run, and how it is trained. */
export interface PlannedNet {
  readonly names: NetNames;
  /** Without the softening that is chosen later, or with the first of several strengths, where `how` says so. */
  readonly input: TrainNetInput;
  /** One for each strength between which a stage decides. */
  readonly strengths?: readonly TrainNetInput[];
  readonly needs: readonly string[];
  /**
   * As its input says; with the chosen softening; with the chosen one of its strengths; on the frames of all speakers, with the labels of a
   * part of them; or on the frames of that part alone.
   */
  readonly how: "as-given" | "softened" | "at-strength" | "labels-of-part" | "part-alone";
  readonly table: SpeechTable;
}
