type GetBuiltinModule = typeof process.getBuiltinModule;

/**
 * One of Node's own modules, or undefined where there is no Node.
 *
 * Not an import, so that bundlers for a browser find nothing that they would have to bundle.
 */
export const nodeModule: GetBuiltinModule = ((name: string) =>
  typeof process === "undefined" ? undefined : process.getBuiltinModule?.(name)) as GetBuiltinModule;

/** Whether this is Node, and not Deno or Bun in its guise: the native packages are built for Node alone. */
export function isNode(): boolean {
  return typeof process !== "undefined" && process.versions?.node !== undefined && !("Deno" in globalThis);
}

/** Whether this is a page, or a worker of one. */
export function isBrowser(): boolean {
  return !isNode() && ("document" in globalThis || "WorkerGlobalScope" in globalThis) && !("Deno" in globalThis);
}
