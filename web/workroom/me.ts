/** Who is signed in, for every part of the page. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Me } from "./api.ts";

export const MeContext = createContext<Me>({ name: "", role: "", rights: [], token: "" });

/** Who is signed in. */
export const useMe = (): Me => useContext(MeContext);

/** True when who is signed in may do this; see catalogue/users/roles.ts. */
export const useMay = (right: string): boolean => useMe().rights.includes(right);
