/** The name of the error for a package that is not there: no fault of a file. */
export const MISSING_PACKAGE = "MissingPackageError";

/** Loads a package that is an optional peer; where it is not installed, says what to do. */
export async function importPeer<Module>(
  functionName: string,
  name: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const message = `${functionName}: the package ${name} is not installed; run "npm install ${name}"`;
    throw Object.assign(new Error(message, { cause }), { name: MISSING_PACKAGE });
  }
}
