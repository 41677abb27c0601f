/** The contract of the settings over SQLite and PostgreSQL. */
import { overBothDatabases } from "./both-databases.ts";
import { settingsContract } from "./settings.ts";

overBothDatabases("the settings", settingsContract);
