import { readFile, stat } from "node:fs/promises";
import { writePage } from "./write-page.ts";

const [directory, words, file] = process.argv.slice(2);
if (directory === undefined || words === undefined || file === undefined) {
  console.error("usage: pnpm start STUDENT_DIRECTORY WORDS.json PAGE.html");
  process.exitCode = 2;
} else {
  await writePage(directory, file, JSON.parse(await readFile(words, "utf8")));
  console.log(`${file}: ${Math.round((await stat(file)).size / 1000)} kB`);
}
