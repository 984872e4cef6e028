import type { Manifest, Package, Workspace } from "./read-workspace.ts";

/** What to change in one package: manifest fields (`undefined` takes one out) and files (`undefined` removes one). */
export interface Damage {
  readonly manifest?: Record<string, unknown>;
  readonly files?: Record<string, string | undefined>;
}

/** A copy of a workspace in which one package is damaged, to see a rule fail. */
export function brokenWorkspace(workspace: Workspace, folder: string, { manifest, files = {} }: Damage): Workspace {
  const damage = (one: Package): Package => {
    const damaged = new Map(one.files);
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) damaged.delete(path);
      else damaged.set(path, text);
    }
    return {
      ...one,
      manifest: JSON.parse(JSON.stringify({ ...one.manifest, ...manifest })) as Manifest,
      files: damaged,
    };
  };
  return {
    ...workspace,
    packages: workspace.packages.map((one) => (one.folder === folder ? damage(one) : one)),
  };
}
