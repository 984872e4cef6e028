/** One file of a published dataset. */
export interface ReleaseFile {
  /** Its name when it is not compressed; `.gz` is added where it is. */
  readonly name: string;
  /** SHA-256 of the uncompressed bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** The number of the uncompressed bytes. */
  readonly bytes: number;
}

/** A published dataset of the MNIST family: where its files lie and how they are known. */
export interface IdxRelease {
  readonly trainImages: ReleaseFile;
  readonly trainLabels: ReleaseFile;
  readonly testImages: ReleaseFile;
  readonly testLabels: ReleaseFile;
  readonly classNames: readonly string[];
  /** Addresses of folders, in the order in which they are tried. */
  readonly mirrors: readonly string[];
}

/** The four files of a release. */
export function filesOf({ trainImages, trainLabels, testImages, testLabels }: IdxRelease): readonly ReleaseFile[] {
  return [trainImages, trainLabels, testImages, testLabels];
}
