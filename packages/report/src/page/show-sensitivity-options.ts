/** Options of `showSensitivity`. */
export interface ShowSensitivityOptions {
  /** The figure: `validation errors`. */
  readonly quantity: string;
  /** The figure of the whole net, drawn as a dashed level. Default: none. */
  readonly level?: number;
  /** The title of the chart, such as the name of the net. */
  readonly title: string;
}
