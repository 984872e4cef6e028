import type { NetSpec, PartialNet } from "../nets/net-spec.ts";
import type { MnistStudentSpec, PartialMnistStudentSpec } from "./mnist-student-spec.ts";

/**
 * Everything that determines the result of `reproduce mnist`. The locations of its data and output are not part of it.
 */
export interface MnistSpec {
  /** `"digits"` are generated, for a run in a minute. */
  readonly dataset: "mnist" | "digits";
  /** Training and test examples of generated digits. */
  readonly trainSize?: number | undefined;
  readonly testSize?: number | undefined;
  /**
   * Training examples that replace the test set, so that choices can be made without it. 0 trains on all examples and
   * tests on the test set.
   */
  readonly holdOut: number;
  /**
   * One teacher is trained per seed. A student's teacher is the one at the position of the student's seed, wrapping
   * around at the end.
   */
  readonly teacherSeeds: number[];
  readonly studentSeeds: number[];
  readonly teacher: NetSpec;
  /** The number of members of the teaching ensembles. */
  readonly members: number;
  readonly member: NetSpec;
  readonly students: MnistStudentSpec[];
}

/** A specification as users write it: any part of it, but all students or none. */
export interface PartialMnistSpec extends Partial<Omit<MnistSpec, "teacher" | "member" | "students">> {
  readonly teacher?: PartialNet;
  readonly member?: PartialNet;
  readonly students?: readonly PartialMnistStudentSpec[];
}
