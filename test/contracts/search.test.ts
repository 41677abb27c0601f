/** The search index's contract over SQLite and PostgreSQL. */
import { overBothDatabases } from "./both-databases.ts";
import { searchContract } from "./search.ts";

const clock = () => new Date("2026-01-01T00:00:00Z");

overBothDatabases("the search index", (name, open) => searchContract(name, () => open(clock)));
