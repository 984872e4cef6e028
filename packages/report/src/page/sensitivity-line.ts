/** The cost of removing weights of one layer. */
export interface SensitivityLine {
  /** The name of the layer. */
  readonly label: string;
  /** For each share of its weights that is left, a figure of which less is better, one for each seed. */
  readonly points: readonly { readonly left: number; readonly values: readonly number[] }[];
}
