/** Entry of the child processes in which stages run. */
import { hostStages } from "../pipeline/stage-host.ts";
import { workflow } from "../stages/workflow.ts";

hostStages(workflow);
