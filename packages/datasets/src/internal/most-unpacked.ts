/** So much has room on every machine. */
const SOME_BYTES = 2 ** 28;
/** No data that somebody keeps is compressed as well. */
const MOST_PER_BYTE = 256;

/** The most bytes that a compressed file of some length may stand for: a small file does not fill the memory. */
export function mostUnpacked(length: number): number {
  return Math.max(SOME_BYTES, MOST_PER_BYTE * length);
}
