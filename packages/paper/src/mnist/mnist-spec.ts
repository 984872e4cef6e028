import type { NetSpec, PartialNet } from "../nets/net-spec.ts";
import type { MnistStudentSpec, PartialMnistStudentSpec } from "./mnist-student-spec.ts";

/** Everything that decides what `reproduce mnist` gives. Where its data lies and where it writes does not belong to it. */
export interface MnistSpec {
  /** `"digits"`: generated ones, for a run in a minute. */
  readonly dataset: "mnist" | "digits";
  /** Training and test examples of generated digits. */
  readonly trainSize?: number | undefined;
  readonly testSize?: number | undefined;
  /**
   * Training examples that stand in for the test set, which is then not looked at: for choices. 0 trains on all of them and
   * tests on the test set.
   */
  readonly holdOut: number;
  /** A teacher is trained for each. A student's teacher is the one at its own seed's position, from the first again after the last. */
  readonly teacherSeeds: number[];
  readonly studentSeeds: number[];
  readonly teacher: NetSpec;
  /** The members of the ensembles that teach. */
  readonly members: number;
  readonly member: NetSpec;
  readonly students: MnistStudentSpec[];
}

/** A specification as somebody writes it: any part of it, but the students all together. */
export interface PartialMnistSpec extends Partial<Omit<MnistSpec, "teacher" | "member" | "students">> {
  readonly teacher?: PartialNet;
  readonly member?: PartialNet;
  readonly students?: readonly PartialMnistStudentSpec[];
}
