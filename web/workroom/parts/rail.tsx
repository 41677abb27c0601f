/** The way to every screen that the account may use. */
import type { Me } from "../api.ts";
import { linkTo } from "../router.ts";
import type { Screen } from "../screen.ts";
import { say } from "../words/frame.ts";

interface RailProps {
  readonly me: Me;
  readonly path: string;
  readonly screens: readonly Screen[];
}

/** The rail at the left; at the top of a small screen. */
export function Rail({ me, path, screens }: RailProps) {
  return (
    <nav class="rail" aria-label={say("rail")}>
      <ul>
        {screens
          .filter(({ rail, right }) => rail !== undefined && me.rights.includes(right))
          .map((screen) => (
            <li key={screen.path}>
              <a href={linkTo(screen.path)} aria-current={isWithin(path, screen.path) ? "page" : undefined}>
                {screen.rail && say(screen.rail)}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

const isWithin = (path: string, screen: string): boolean => path === screen || path.startsWith(`${screen}/`);
