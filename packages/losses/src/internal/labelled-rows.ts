import {
  cast,
  expandDims,
  greaterEqual,
  less,
  logicalAnd,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  where,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { LabelledTargets } from "../labelled-targets.ts";
import { assertLikeStudent, assertMatchingLabels } from "./assert-logits.ts";
import { assertTargetsObject } from "./assert-targets-object.ts";
import { type ClassCoordinates, classCoordinates } from "./class-coordinates.ts";
import { constant } from "./constant.ts";

/** Throws unless both are there and fit the student's logits. */
export function assertLabelledTargets(functionName: string, studentLogits: Tensor2D, targets: LabelledTargets): void {
  assertTargetsObject(functionName, targets, "teacherLogits and labels");
  assertLikeStudent(functionName, "teacherLogits", targets.teacherLogits, studentLogits);
  assertMatchingLabels(functionName, "labels", targets.labels, studentLogits);
}

/** The class of each label, and some class where there is none: {@link onlyLabelled} drops what comes of it. */
export function labelCoordinates(labels: Tensor1D, classes: number): ClassCoordinates {
  return classCoordinates(
    constant(() => expandDims<Tensor2D>(labels, 1)),
    classes,
  );
}

/** `values` where there is a label, and 0, with a gradient of 0, where there is none. */
export function onlyLabelled(values: Tensor1D, labels: Tensor1D, classes: number): Tensor1D {
  const isLabelled = constant(() => cast(logicalAnd(greaterEqual(labels, 0), less(labels, classes)), "bool") as Tensor);
  return where(isLabelled, values, zerosLike(values)) as Tensor1D;
}
