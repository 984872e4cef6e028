import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createMatrix, type Matrix } from "@dark-knowledge/core";

/** Writes a matrix to a stage's folder as `<name>.f32`: float32, row by row. */
export async function writeMatrix(directory: string, name: string, { data }: Matrix<Float32Array>): Promise<void> {
  await writeFile(pathOf(directory, name), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** Reads a matrix that {@link writeMatrix} wrote. */
export async function readMatrix(directory: string, name: string, columns: number): Promise<Matrix<Float32Array>> {
  const bytes = await readFile(pathOf(directory, name));
  // Copied into its own buffer: small files share one and may not start at a multiple of four.
  const data = new Float32Array(Uint8Array.from(bytes).buffer);
  return createMatrix(data.length / columns, columns, data);
}

function pathOf(directory: string, name: string): string {
  return join(directory, `${name}.f32`);
}
