/** The contract of record desks over SQLite and PostgreSQL. */
import { overBothDatabases } from "./both-databases.ts";
import { recordVersionsContract } from "./record-versions.ts";

/** Random rounds: a server answers each statement over a wire. */
const ROUNDS: Readonly<Record<string, number>> = { SQLite: 1000, PostgreSQL: 30 };

overBothDatabases("record desks", (name, open) => recordVersionsContract(name, open, ROUNDS[name] as number));
