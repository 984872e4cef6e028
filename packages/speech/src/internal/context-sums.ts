import type { Matrix } from "@dark-knowledge/core";
import { addGaussianSums, emptyGaussianSums, type GaussianSums } from "./gaussian-sums.ts";
import type { SpokenPhone } from "./phones-in-words.ts";

/** The frames of a position of a phone between two others. */
export interface ContextSums {
  readonly left: number;
  readonly right: number;
  readonly frames: GaussianSums;
}

/** Collects frames by position and phone, `phone · statesPerPhone + position`, and then by neighbours. */
export interface ContextCollector {
  readonly places: readonly (readonly ContextSums[])[];
  /** Adds the frames of a phone. */
  add(features: Matrix, phone: SpokenPhone): void;
}

/** Means are subtracted from features, so that sums of squares lose no digits. */
export function createContextCollector(
  placeCount: number,
  statesPerPhone: number,
  means: Float64Array,
): ContextCollector {
  const places = Array.from({ length: placeCount }, (): ContextSums[] => []);
  const known = new Map<string, GaussianSums>();
  const sumsOf = (place: number, left: number, right: number) => {
    const key = `${place} ${left} ${right}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const frames = emptyGaussianSums(means.length);
    known.set(key, frames);
    places[place]!.push({ left, right, frames });
    return frames;
  };
  return {
    places,
    add({ columns, data }, { left, phone, right, start, positions }) {
      positions.forEach((position, frame) => {
        const into = sumsOf(phone * statesPerPhone + position, left, right);
        into.count++;
        for (let feature = 0, at = (start + frame) * columns; feature < columns; feature++, at++) {
          const value = data[at]! - means[feature]!;
          into.sums[feature]! += value;
          into.squares[feature]! += value * value;
        }
      });
    },
  };
}

/** All frames of some contexts together. */
export function totalOf(contexts: readonly ContextSums[], dimensions: number): GaussianSums {
  const total = emptyGaussianSums(dimensions);
  for (const { frames } of contexts) addGaussianSums(total, frames);
  return total;
}
