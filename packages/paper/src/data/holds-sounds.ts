import { readdirSync } from "node:fs";

/** Whether a directory holds recordings and no images. False where it cannot be read. */
export function holdsSounds(path: string): boolean {
  try {
    const names = readdirSync(path, { recursive: true, encoding: "utf8" });
    return names.some((name) => /\.wav$/i.test(name)) && !names.some((name) => /\.(png|jpe?g)$/i.test(name));
  } catch {
    return false;
  }
}
