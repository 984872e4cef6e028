import { sparsityOf } from "@dark-knowledge/compression";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** The weights of a layer's kernel. */
export interface LayerWeights {
  /** `784 × 300`. */
  readonly shape: string;
  readonly weights: number;
  readonly zeros: number;
  /** How many of the weights other than 0 are in each of the equal parts of the range from `-edge` to `edge`. */
  readonly histogram: readonly number[];
  readonly edge: number;
}

/** The weights of a net, for charts. */
export interface WeightsPicture {
  readonly layers: readonly LayerWeights[];
  /** The first units or filters of the first layer, where they are pictures: the incoming weights row by row, from −100 to 100. */
  readonly filters: readonly (readonly number[])[];
  /** Height and width of the filters. */
  readonly filterShape: readonly [number, number];
}

const BINS = 60;
const FILTERS = 12;

/** Describes the kernels of a net, and draws the filters of the first one. */
export async function weightsPicture(model: LayersModel): Promise<WeightsPicture> {
  const { layers: known } = await sparsityOf(model);
  const layers: LayerWeights[] = [];
  let filters: WeightsPicture["filters"] = [];
  let filterShape: WeightsPicture["filterShape"] = [0, 0];
  for (const [index, { layer, weights, zeros }] of known.entries()) {
    const kernel = model.getLayer(layer).getWeights()[0]!;
    const values = await kernel.data<"float32">();
    const edge = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    const histogram = new Array<number>(BINS).fill(0);
    for (const value of values) {
      if (value !== 0) histogram[Math.min(BINS - 1, Math.floor((BINS * (value + edge)) / (2 * edge)))]!++;
    }
    layers.push({ shape: kernel.shape.join(" × "), weights, zeros, histogram, edge: Number(edge.toPrecision(4)) });
    if (index > 0) continue;
    filterShape = sidesOf(model, kernel.shape);
    filters = filterShape[0] === 0 ? [] : filtersOf(values, kernel.shape.at(-1)!);
  }
  return { layers, filters, filterShape };
}

/** The sides of the picture that a unit of the first layer sees; 0 where it sees none. */
function sidesOf(model: LayersModel, kernel: readonly number[]): readonly [number, number] {
  const [height, width, channels = 1, ...more] = model.inputs[0]!.shape.slice(1);
  if (typeof height !== "number" || typeof width !== "number" || channels !== 1 || more.length > 0) return [0, 0];
  if (kernel.length === 4) return [kernel[0]!, kernel[1]!];
  return kernel[0] === height * width ? [height, width] : [0, 0];
}

/** Scaled by the largest weight of all: filters can be compared. */
function filtersOf(values: Float32Array, units: number): readonly (readonly number[])[] {
  const shown = Array.from({ length: Math.min(FILTERS, units) }, (_, unit) =>
    Array.from({ length: values.length / units }, (_unused, place) => values[place * units + unit]!),
  );
  const largest = shown.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return shown.map((filter) => filter.map((value) => Math.round((100 * value) / largest)));
}
