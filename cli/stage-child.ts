/** Entry of the child processes in which stages run, and what else decodes masters. */
import "./silent-runtime.ts";
import { hostStages } from "../pipeline/stage-host.ts";
import { deskPicture } from "../stages/desk-picture.ts";
import { workflow } from "../stages/workflow.ts";

hostStages([...workflow, deskPicture]);
