/** The day that reports are about when nobody names another. */
import { dayInVietnam } from "../../catalogue/calendar-day.ts";
import type { Services } from "../compose.ts";

/** Today in Vietnam: reports count its days. */
export function today(services: Pick<Services, "clock">): string {
  return dayInVietnam(services.clock.now());
}
