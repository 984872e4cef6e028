import { createRandom, deriveSeed, type Random } from "@dark-knowledge/core";
import type { Points } from "./column-points.ts";

/** More than enough: later passes change less and less. */
const PASSES = 30;

/**
 * Runs online k-means: the points come one by one, in a new random order in each pass, and each moves its nearest
 * centre by one over the number of points that this centre has won so far. Ends after a pass in which every point stays
 * with its centre. Returns the index of each point's centre.
 */
export function kMeans(points: Points, clusters: number, seed: number): Int32Array {
  const { count, dimensions } = points;
  const centres = firstCentres(points, clusters, createRandom(deriveSeed(seed, "first centres")));
  const wins = new Int32Array(clusters).fill(1);
  const nearest = new Int32Array(count).fill(-1);
  const point = new Float64Array(dimensions);
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = 0;
    for (const index of createRandom(deriveSeed(seed, "k-means pass", pass)).permutation(count)) {
      points.read(index, point);
      const winner = nearestCentre(point, centres, clusters);
      if (nearest[index] !== winner) moved++;
      nearest[index] = winner;
      const rate = 1 / ++wins[winner]!;
      for (let d = 0; d < dimensions; d++) {
        centres[winner * dimensions + d]! += rate * (point[d]! - centres[winner * dimensions + d]!);
      }
    }
    if (moved === 0) break;
  }
  for (let index = 0; index < count; index++) {
    points.read(index, point);
    nearest[index] = nearestCentre(point, centres, clusters);
  }
  return nearest;
}

function nearestCentre(point: Float64Array, centres: Float64Array, clusters: number): number {
  let [winner, least] = [0, Infinity];
  for (let c = 0; c < clusters; c++) {
    const distance = squaredDistance(point, centres, c);
    if (distance < least) [winner, least] = [c, distance];
  }
  return winner;
}

/**
 * Chooses the first centres by k-means++ (Arthur and Vassilvitskii 2007): each centre is a point drawn with probability
 * proportional to its squared distance from the earlier centres; of a few drawn points, the one that leaves the least
 * distance. All points of a draw are tried in one pass, because points may be costly to read.
 */
function firstCentres(points: Points, clusters: number, random: Random): Float64Array {
  const { count, dimensions } = points;
  const tries = 2 + Math.floor(Math.log(clusters));
  const centres = new Float64Array(clusters * dimensions);
  const candidates = new Float64Array(tries * dimensions);
  const point = new Float64Array(dimensions);
  let distances: Float64Array = new Float64Array(count).fill(Infinity);
  for (let c = 0; c < clusters; c++) {
    const drawn = Array.from({ length: c === 0 ? 1 : tries }, () =>
      c === 0 ? random.integer(count) : draw(distances, random),
    );
    drawn.forEach((index, k) => {
      points.read(index, point);
      candidates.set(point, k * dimensions);
    });
    const left = drawn.map(() => distances.slice());
    for (let index = 0; index < count; index++) {
      points.read(index, point);
      left.forEach((own, k) => {
        own[index] = Math.min(own[index]!, squaredDistance(point, candidates, k));
      });
    }
    const sums = left.map((own) => own.reduce((total, distance) => total + distance, 0));
    const best = sums.indexOf(Math.min(...sums));
    distances = left[best]!;
    centres.set(candidates.subarray(best * dimensions, (best + 1) * dimensions), c * dimensions);
  }
  return centres;
}

/** Draws an index in proportion to its mass; any index if there is no mass. */
function draw(masses: Float64Array, random: Random): number {
  const sum = masses.reduce((total, mass) => total + mass, 0);
  if (!(sum > 0)) return random.integer(masses.length);
  let left = random.uniform() * sum;
  const index = masses.findIndex((mass) => {
    left -= mass;
    return left < 0;
  });
  return index < 0 ? masses.length - 1 : index;
}

/** Computes the squared distance of a point from a centre, which is a row of `centres`. */
function squaredDistance(point: Float64Array, centres: Float64Array, centre: number): number {
  const from = centre * point.length;
  let sum = 0;
  for (let d = 0; d < point.length; d++) sum += (point[d]! - centres[from + d]!) ** 2;
  return sum;
}
