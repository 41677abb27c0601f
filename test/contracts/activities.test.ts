/** The contract of the log of publications over SQLite and PostgreSQL. */
import { activitiesContract } from "./activities.ts";
import { overBothDatabases } from "./both-databases.ts";

overBothDatabases("the log of publications", activitiesContract);
