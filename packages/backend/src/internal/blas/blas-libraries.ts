/** Names under which fast BLAS libraries are found on a platform, the best first. */
export function blasLibraries(platform: string): readonly string[] {
  if (platform === "darwin") return ["/System/Library/Frameworks/Accelerate.framework/Accelerate"];
  if (platform === "win32") return ["libopenblas.dll", "openblas.dll", "mkl_rt.2.dll", "mkl_rt.dll"];
  // libblas.so.3 is left out: it may be the reference library, which is slower than our own kernel. Fedora's
  // libopenblas.so.0 is the one without threads, so its other two come first; Debian has the last name only.
  return [
    "libopenblasp.so.0",
    "libopenblaso.so.0",
    "libopenblas.so.0",
    "libopenblas.so",
    "libmkl_rt.so.2",
    "libmkl_rt.so",
    "libblis.so.4",
    "libblis.so",
  ];
}

/** How to install one, worded to follow "to enable it,". */
export function blasCure(platform: string): string {
  if (platform === "win32") return "put the folder that holds libopenblas.dll on PATH";
  if (platform === "darwin") return "name a BLAS library as blas";
  return 'run "apt-get install libopenblas0" (on Fedora "dnf install openblas-threads")';
}
