import { formatValue, oneLine } from "@dark-knowledge/core";
import type { StudentDescription } from "../student-description.ts";
import { isObject } from "./is-object.ts";

/** The file next to a student's `model.json`. */
export const STUDENT_FILE = "student.json";

/**
 * The description that a file holds, checked as far as this package reads it; columns and transforms are checked where they are used.
 *
 * @param where the file's name, for errors
 * @throws Error that names the file and what is wrong
 */
export function parseStudent(functionName: string, where: string, text: string): StudentDescription {
  const refuse = (problem: string): never => {
    throw new Error(`${functionName}: ${where} ${problem}`);
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return refuse(`is not JSON (${oneLine((error as Error).message)}); copy the student again`);
  }
  if (!isObject(parsed)) return refuse("describes no student");
  const { version, task, classNames, outputs, inputs, fingerprint, versions } = parsed;
  if (version !== 1) {
    return refuse(`must be of version 1, got ${formatValue(version)}; update @dark-knowledge/training for newer ones`);
  }
  if (task !== "classes" && task !== "several-classes" && task !== "numbers") {
    return refuse(`must have the task "classes", "several-classes" or "numbers", got ${formatValue(task)}`);
  }
  const least = { classes: 2, "several-classes": 1, numbers: 0 }[task];
  if (!isTexts(classNames) || classNames.length < least) {
    return refuse(`must have at least ${least === 2 ? "two classNames" : "one of classNames"}`);
  }
  if (task === "numbers" && !(isObject(outputs) && isTexts(outputs.names) && outputs.names.length > 0)) {
    return refuse("must have outputs with names");
  }
  if (!isObject(inputs) || Object.keys(inputs).length === 0) return refuse("must have columns of inputs");
  if (typeof fingerprint !== "string") return refuse("must have the fingerprint of a model");
  if (!isObject(versions)) return refuse("must have versions");
  return parsed as unknown as StudentDescription;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
