import { assertInteger, assertShape } from "@dark-knowledge/core";
import type { PictureRecord } from "../run-record.ts";

/** Throws unless a picture has whole sides, and a grey level for each of its pixels. */
export function assertPicture(functionName: string, path: string, { pixels, width, height }: PictureRecord): void {
  for (const [name, side] of Object.entries({ width, height })) {
    assertInteger(functionName, `${path}.${name}`, side, { min: 1 });
  }
  assertShape(functionName, `${path}.pixels`, [pixels.length], [width * height]);
}
