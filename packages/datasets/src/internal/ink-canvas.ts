/** A square grey image; 0 is paper and 1 is full ink. */
export interface InkCanvas {
  readonly side: number;
  readonly ink: Float64Array;
}

/** How a pen draws a piece of a line. Lengths are in pixels. */
export interface PenMark {
  /** Half the width of the line. */
  readonly radius: number;
  /** Over what width the edge fades from ink to paper. */
  readonly softness: number;
  /** The ink in the middle of the line, from 0 to 1. */
  readonly darkness: number;
}

/**
 * Draws a straight line with round ends. Where there is more ink already, that stays.
 *
 * A pixel's ink is `darkness · clamp((radius − distance) / softness + ½, 0, 1)`, its distance being that of its centre
 * from the line.
 */
export function drawLine(
  { side, ink }: InkCanvas,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  { radius, softness, darkness }: PenMark,
): void {
  const reach = radius + softness / 2;
  const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach));
  const right = Math.min(side - 1, Math.floor(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach));
  const bottom = Math.min(side - 1, Math.floor(Math.max(y0, y1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squaredLength = dx * dx + dy * dy;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = squaredLength === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / squaredLength;
      const t = Math.min(1, Math.max(0, along));
      const offX = x - x0 - t * dx;
      const offY = y - y0 - t * dy;
      const distance = Math.sqrt(offX * offX + offY * offY);
      const cover = Math.min(1, (radius - distance) / softness + 0.5) * darkness;
      const pixel = y * side + x;
      if (cover > ink[pixel]!) ink[pixel] = cover;
    }
  }
}
