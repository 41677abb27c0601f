/** The contract of the work log over SQLite and PostgreSQL. */
import { overBothDatabases } from "./both-databases.ts";
import { workLogContract } from "./work-log.ts";

overBothDatabases("the work log", workLogContract);
