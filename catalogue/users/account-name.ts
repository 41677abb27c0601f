/** Names to sign in with: few characters, so that no two look alike and each has one spelling. */

const NAME = /^[a-z0-9][a-z0-9._@+-]{0,63}$/;

/** The name in its one spelling, or undefined when it can be none. */
export function accountName(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  return NAME.test(name) ? name : undefined;
}
