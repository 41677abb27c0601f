/** Times in OAI-PMH (section 3.3): days, or seconds in UTC. */

/** A bound of a harvest, with the second that it means. */
export interface Datestamp {
  readonly granularity: "day" | "second";
  /** YYYY-MM-DDThh:mm:ssZ. */
  readonly second: string;
}

/**
 * A day begins with its first second as lower bound and ends with its last as upper bound: both are inclusive.
 * Undefined for what is no day of the calendar or no time of the day.
 */
export function readDatestamp(text: string, bound: "from" | "until"): Datestamp | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return undefined;
  const second = isDay ? `${text}T${bound === "from" ? "00:00:00" : "23:59:59"}Z` : text;
  const date = new Date(second);
  if (Number.isNaN(date.getTime()) || date.toISOString() !== second.replace("Z", ".000Z")) return undefined;
  return { granularity: isDay ? "day" : "second", second };
}
