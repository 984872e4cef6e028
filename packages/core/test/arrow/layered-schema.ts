const LAYER = 36;
/** The slots of a schema's fields, and of a field's children. */
const [FIELDS, CHILDREN] = [1, 5];

/** A schema whose fields have two children, which are one table: of so many layers, 2 to the power of them fields are read. */
export function layeredSchema(layers: number): Uint8Array {
  const bytes = new Uint8Array(4 + (layers + 1) * LAYER);
  const view = new DataView(bytes.buffer);
  // The root is the table after the first list of slots.
  view.setUint32(0, 4 + 16, true);
  for (let layer = 0; layer <= layers; layer++) {
    const start = 4 + layer * LAYER;
    const slot = layer === 0 ? FIELDS : CHILDREN;
    view.setUint16(start, 16, true);
    view.setUint16(start + 2, 8, true);
    if (layer < layers) view.setUint16(start + 4 + 2 * slot, 4, true);
    view.setInt32(start + 16, 16, true);
    view.setUint32(start + 20, 4, true);
    view.setUint32(start + 24, 2, true);
    view.setUint32(start + 28, LAYER + 16 - 28, true);
    view.setUint32(start + 32, LAYER + 16 - 32, true);
  }
  return bytes;
}
