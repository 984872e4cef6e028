import { fingerprintFiles } from "../../data/fingerprint-files.ts";
import { SpecError } from "../../spec/spec-error.ts";
import { isRecorded, type SpeechSpec } from "../speech-spec.ts";

/**
 * Adds the fingerprint of the files of recordings to a specification.
 *
 * @throws SpecError when a fingerprint is given and the files have another, or when they cannot be read
 */
export async function pinRecordings(spec: SpeechSpec): Promise<SpeechSpec> {
  if (!isRecorded(spec)) return spec;
  const { path, fingerprint } = spec.data;
  const found = await fingerprintFiles([path]).catch((error: NodeJS.ErrnoException) => {
    throw new SpecError("data.path", `must be files that can be read (${error.code ?? error.message})`, path);
  });
  if (fingerprint === undefined || fingerprint === found) return { ...spec, data: { path, fingerprint: found } };
  throw new SpecError("data.path", `must be the data of fingerprint ${fingerprint}`, `${path} of ${found}`);
}
