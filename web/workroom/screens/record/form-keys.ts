/** Keys inside the form: Enter goes to the next input, entries are added and removed without leaving the keyboard. */
import { isOfInputMethod } from "../../keys.ts";

const INPUTS = "input:not([type=file]):not([readonly]), select:not(:disabled), textarea:not([readonly])";

/** What a key does in the form; true when it was one of these. */
export function pressedInForm(event: KeyboardEvent, form: HTMLElement): boolean {
  if (isOfInputMethod(event)) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (event.key === "Enter" && !event.ctrlKey && !event.altKey && !event.metaKey && target.matches(INPUTS)) {
    // In a long text Shift+Enter begins a line; Enter goes on there as everywhere.
    if (event.shiftKey) return false;
    event.preventDefault();
    const following = next(form, target);
    following?.focus();
    // At once: a key that comes in between would be selected, and written over by the next one.
    if (following instanceof HTMLInputElement) following.select();
    return true;
  }
  if (!event.altKey || event.ctrlKey || event.metaKey) return false;
  const does = DOES[event.code];
  const button =
    does === undefined
      ? null
      : (target.closest(".entry, .list-item") ?? target.closest(".field"))?.querySelector<HTMLElement>(`[data-does="${does}"]`);
  if (!button) return false;
  event.preventDefault();
  button.click();
  return true;
}

/** By the place of the key, whatever letter the keyboard has there. */
const DOES: Readonly<Record<string, string>> = {
  KeyN: "add",
  Delete: "remove",
  KeyL: "take",
  KeyD: "take-date",
  KeyH: "history",
};

function next(form: HTMLElement, from: HTMLElement): HTMLElement | undefined {
  const inputs = [...form.querySelectorAll<HTMLElement>(INPUTS)].filter((each) => each.offsetParent !== null);
  return inputs[inputs.indexOf(from) + 1];
}
