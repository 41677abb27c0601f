/** The contract of working texts over SQLite and PostgreSQL. */
import { overBothDatabases } from "./both-databases.ts";
import { textsContract } from "./texts.ts";

overBothDatabases("the working texts", textsContract);
