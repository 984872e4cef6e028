import { selectBackend } from "@dark-knowledge/backend";
import { compressStudent } from "./compress-student.ts";

await selectBackend({ prefer: ["wasm"] });
for (const { name, errors, bytes } of await compressStudent(2000, 15)) {
  console.log(`${name.padEnd(28)} ${String(errors).padStart(4)} errors ${String(bytes).padStart(8)} bytes`);
}
