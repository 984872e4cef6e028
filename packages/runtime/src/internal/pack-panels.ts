/** The width of a panel of the kernels. */
const PANEL = 8;

/** A matrix [inner, outputs] in panels of eight columns, in the order in which the kernels read them; missing columns are zeros. */
export function packPanels(values: Float32Array, outputs: number): Float32Array {
  const inner = values.length / outputs;
  const panels = Math.ceil(outputs / PANEL);
  const packed = new Float32Array(panels * inner * PANEL);
  for (let panel = 0; panel < panels; panel++) {
    const first = panel * PANEL;
    const width = Math.min(PANEL, outputs - first);
    for (let row = 0; row < inner; row++) {
      const from = row * outputs + first;
      const to = (panel * inner + row) * PANEL;
      for (let column = 0; column < width; column++) packed[to + column] = values[from + column]!;
    }
  }
  return packed;
}

/** A vector with zeros up to a whole panel. */
export function padToPanel(values: Float32Array): Float32Array {
  const padded = new Float32Array(Math.ceil(values.length / PANEL) * PANEL);
  padded.set(values);
  return padded;
}
