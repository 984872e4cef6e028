import type { Weight } from "../model-artifacts.ts";
import type { LayerJson } from "./graph.ts";
import type { NativeSteps } from "./native-steps.ts";
import type { Operation, Value } from "./operation.ts";

/** The surroundings in which a layer is read. */
export interface LayerContext {
  readonly layer: LayerJson;
  readonly inputs: readonly Value[];
  /** A weight of the layer, by the last part of its name; refuses another shape. */
  weight(name: string, shape?: readonly number[]): Weight;
  /** Makes a layer of a native library, once the weights are final; undefined where there is no library. */
  readonly native: NativeSteps["once"];
  readonly hasLibrary: boolean;
  /** Adds an operation; its result has a shape. */
  add(shape: readonly number[], operation: Operation): Value;
  /** Throws an error that names the layer and what is not supported about it. */
  refuse(what: string): never;
}

/** Turns a layer into operations, or into a change of those before it. */
export type ReadLayer = (context: LayerContext) => Value;
