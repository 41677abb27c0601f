/** Something that may be wider than the screen: it is moved aside by itself, with the arrow keys too. */
import type { ComponentChildren } from "preact";

/** The frame around it. */
export function Wide({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keys
    <section class="scroll-x" tabIndex={0} aria-label={name}>
      {children}
    </section>
  );
}
