import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { writeDurably } from "@dark-knowledge/core/node";

/** Writes a matrix to a folder as `<name>.f32`: float32, row by row. A killed process leaves the whole file or none. */
export async function writeMatrix(directory: string, name: string, { data }: Matrix<Float32Array>): Promise<void> {
  await writeDurably(directory, fileOf(name), [new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}

/** Reads a matrix that {@link writeMatrix} wrote. */
export async function readMatrix(directory: string, name: string, columns: number): Promise<Matrix<Float32Array>> {
  const bytes = await readFile(join(directory, fileOf(name)));
  // Copied into its own buffer: small files share one and may not start at a multiple of four.
  const data = new Float32Array(Uint8Array.from(bytes).buffer);
  return createMatrix(data.length / columns, columns, data);
}

function fileOf(name: string): string {
  return `${name}.f32`;
}
