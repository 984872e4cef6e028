/** A triangle over neighbouring frequencies of a Fourier transform. */
export interface MelFilter {
  /** The first frequency with a weight above 0. */
  readonly first: number;
  readonly weights: Float64Array;
}

/** The size of the filters and of the transform that they weigh. */
export interface MelFilterShape {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly filters: number;
  /** In Hz. */
  readonly lowestFrequency: number;
  /** In Hz. */
  readonly highestFrequency: number;
}

/**
 * Makes triangles that are equally spaced in mels, with straight sides over Hz and 1 at the top. A triangle that lies between two
 * frequencies of the transform has no weights.
 */
export function melFilters(shape: MelFilterShape): readonly MelFilter[] {
  const { filters, fftSize, sampleRate } = shape;
  const lowest = melOf(shape.lowestFrequency);
  const step = (melOf(shape.highestFrequency) - lowest) / (filters + 1);
  return Array.from({ length: filters }, (_, filter) => {
    const [left, top, right] = [0, 1, 2].map((corner) => hertzOf(lowest + (filter + corner) * step)) as Corners;
    const first = Math.floor((left * fftSize) / sampleRate) + 1;
    const end = Math.min(Math.ceil((right * fftSize) / sampleRate), fftSize / 2 + 1);
    const weights = Float64Array.from({ length: Math.max(0, end - first) }, (_, index) => {
      const frequency = ((first + index) * sampleRate) / fftSize;
      return frequency <= top ? (frequency - left) / (top - left) : (right - frequency) / (right - top);
    });
    return { first, weights };
  });
}

type Corners = [left: number, top: number, right: number];

const melOf = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
const hertzOf = (mel: number) => 700 * (10 ** (mel / 2595) - 1);
