/** The holdings' contract over SQLite and PostgreSQL. */
import { overBothDatabases } from "./both-databases.ts";
import { holdingsContract } from "./holdings.ts";

overBothDatabases("the holdings", holdingsContract);
