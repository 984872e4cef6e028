interface SubtleDigest {
  digest(algorithm: "SHA-256", data: Uint8Array): Promise<ArrayBuffer>;
}

/** SHA-256 as 64 hexadecimal digits, in browsers and in Node. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const { crypto } = globalThis as unknown as { crypto?: { subtle?: SubtleDigest } };
  if (crypto?.subtle === undefined) {
    throw new Error(
      "openSoftTargets: checksums need crypto.subtle; serve the page over https, or pass checksums: false",
    );
  }
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
