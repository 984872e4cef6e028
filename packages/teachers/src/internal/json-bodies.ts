/** Bodies in JSON, the half of an exchange that every service of JSON has. */
export const JSON_BODIES = {
  contentType: "application/json",
  decode(bytes: Uint8Array): unknown {
    const text = new TextDecoder().decode(bytes);
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`no JSON: ${text || "nothing"}`);
    }
  },
};
