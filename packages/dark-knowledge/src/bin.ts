import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

// `npx dark-knowledge …` runs this package, which has the libraries. The command is a package of its own, with the
// backends that it brings: run it where it is installed, for the project here or next to this package.
const COMMAND = "@dark-knowledge/cli";

const found = [join(process.cwd(), "package.json"), import.meta.url]
  .map(findCommand)
  .find((file) => file !== undefined);
if (found !== undefined) await import(pathToFileURL(found).href);
else {
  process.stderr.write(
    `dark-knowledge: the command is not installed here; run "npm install --save-dev ${COMMAND}", or "npx ${COMMAND} …" without installing it\n`,
  );
  process.exitCode = 1;
}

/** The file of the command as a module at `from` would find it. */
function findCommand(from: string): string | undefined {
  const require = createRequire(from);
  try {
    const manifest = require.resolve(`${COMMAND}/package.json`);
    return join(dirname(manifest), require(manifest).bin["dark-knowledge"]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
