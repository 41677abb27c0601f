/** Which words of an environment and a configuration are secrets, and how they are taken out of any text. */

const SECRET_NAME = /key|secret|pass|pwd|token|credential|auth|private|pin$/i;
/** Shorter ones would blank out half of every text; nobody's password is that short. */
const LEAST_CHARACTERS = 4;

type Tree = Readonly<Record<string, unknown>>;

/** Every value that must not be shown: of a setting or variable with a telling name, and passwords in addresses. */
export function secretsIn(...trees: readonly Tree[]): readonly string[] {
  const found = new Set<string>();
  const look = (name: string, value: unknown): void => {
    if (typeof value === "object" && value !== null) for (const [key, each] of Object.entries(value)) look(key, each);
    if (typeof value !== "string") return;
    if (SECRET_NAME.test(name)) found.add(value);
    for (const word of wordsOfAddress(value)) found.add(word);
  };
  for (const tree of trees) look("", tree);
  return [...found].filter((each) => each.length >= LEAST_CHARACTERS).sort((a, b) => b.length - a.length);
}

/** The password of an address, as it stands and as it is meant, and its parameters with telling names. */
function wordsOfAddress(text: string): readonly string[] {
  const password = /:\/\/[^:/@]*:(.*)@/.exec(text)?.[1];
  const parameters = [...text.matchAll(/[?&]([^=&]+)=([^&#]+)/g)].filter(([, name = ""]) => SECRET_NAME.test(name));
  const words = [password ?? "", ...parameters.map(([, , value = ""]) => value)].filter((each) => each !== "");
  return words.flatMap((each) => [each, decoded(each)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The text with every secret, plain, percent-encoded or in base64, replaced. */
export function withoutSecretWords(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((each) => [
    each,
    JSON.stringify(each).slice(1, -1),
    encodeURIComponent(Buffer.from(each).toString()),
    Buffer.from(each).toString("base64"),
    Buffer.from(each).toString("base64").replace(/=+$/, ""),
  ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length).reduce((shown, form) => shown.replaceAll(form, "•••"), text);
}
