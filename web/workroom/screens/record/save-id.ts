/** A name that no other save has. `crypto.randomUUID` is missing where the server is reached without encryption. */
export function newSaveId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
