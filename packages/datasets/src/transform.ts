import type { ScaleTransform } from "./scale.ts";

/**
 * How stored numbers become those that a model sees: plain data, safe in JSON, with a `kind` and a `version`. A dataset's columns
 * name them, and a saved student takes them along, so that it is fed in the same way everywhere.
 */
export type Transform = ScaleTransform;
