/** The platform of a compiled library, in the terms of `process.platform` and `process.arch`. */
export interface BinaryPlatform {
  readonly os: string;
  readonly arch: string;
}

/** How many bytes {@link platformOfBinary} looks at, at most. */
export const BINARY_HEAD_BYTES = 4096;

const ELF: Readonly<Record<number, string>> = { 62: "x64", 183: "arm64", 3: "ia32", 40: "arm" };
const MACH_O: Readonly<Record<number, string>> = { 16777223: "x64", 16777228: "arm64" };
const PORTABLE_EXECUTABLE: Readonly<Record<number, string>> = { 34404: "x64", 43620: "arm64", 332: "ia32" };

/** Reads from the first bytes of a library what it runs on; undefined when they are not those of a library. */
export function platformOfBinary(head: Uint8Array): BinaryPlatform | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 64) return undefined;
  if (view.getUint32(0) === 0x7f454c46) return { os: "linux", arch: nameOf(ELF, view.getUint16(18, true)) };
  if (view.getUint32(0, true) === 0xfeedfacf) return { os: "darwin", arch: nameOf(MACH_O, view.getUint32(4, true)) };
  if (view.getUint32(0) === 0xcafebabe) return { os: "darwin", arch: "universal" };
  if (view.getUint16(0) !== 0x4d5a) return undefined;
  const start = view.getUint32(0x3c, true);
  if (start + 6 > head.length || view.getUint32(start) !== 0x50450000) return undefined;
  return { os: "win32", arch: nameOf(PORTABLE_EXECUTABLE, view.getUint16(start + 4, true)) };
}

/** Throws one line unless a library of that platform can be loaded here. */
export function assertRunsHere(label: string, platform: BinaryPlatform | undefined, here: BinaryPlatform): void {
  if (platform === undefined) throw new Error(`${label} is no library that can be loaded`);
  const { os, arch } = platform;
  if (os === here.os && (arch === here.arch || arch === "universal")) return;
  throw new Error(
    `${label} is for ${os} ${arch}, and this is ${here.os} ${here.arch}; take the one that was built for this machine`,
  );
}

function nameOf(names: Readonly<Record<number, string>>, machine: number): string {
  return names[machine] ?? `machine 0x${machine.toString(16)}`;
}
