import * as tf from "@tensorflow/tfjs-core";

/** The version of tfjs-core and tfjs-backend-wasm that the repairs were written for and tested with. */
export const SUPPORTED_VERSION = "4.22.0";

/** A package that has another version, and what to do about it, as the words after "to enable it,". */
export interface UnsupportedVersion {
  readonly packageName: string;
  readonly version: string;
  readonly cure: string;
}

/** The first package whose version the repairs were not written for. */
export function unsupportedVersion(
  wasmVersion: string,
  coreVersion: string = tf.version_core,
): UnsupportedVersion | undefined {
  const versions = { "@tensorflow/tfjs-backend-wasm": wasmVersion, "@tensorflow/tfjs-core": coreVersion };
  const other = Object.entries(versions).find(([, version]) => version !== SUPPORTED_VERSION);
  if (other === undefined) return undefined;
  const install = Object.keys(versions)
    .reverse()
    .map((name) => `${name}@${SUPPORTED_VERSION}`);
  return {
    packageName: other[0],
    version: other[1],
    cure: `run "npm install ${install.join(" ")}", or go without them: selectBackend({ repairs: false })`,
  };
}
