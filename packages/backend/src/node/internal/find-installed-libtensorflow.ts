import { findLibtensorflow } from "./libtensorflow.ts";
import { firstLine, runTool, type ToolContext } from "./run-tool.ts";

const PREFIXES = ["/usr/local", "/usr", "/opt/homebrew"];
const ASK_PYTHON =
  "import importlib.util as u; s = u.find_spec('tensorflow'); print(s.submodule_search_locations[0] if s else '')";

/** A directory with a libtensorflow that is installed here: the one of `python3`, or one under a usual prefix. */
export async function findInstalledLibtensorflow(context: ToolContext): Promise<string | undefined> {
  const { stdout } = await runTool("python3", ["-c", ASK_PYTHON], context);
  const ofPython = firstLine(stdout);
  return [...(ofPython ? [ofPython] : []), ...PREFIXES].find((directory) => findLibtensorflow(directory) !== undefined);
}
