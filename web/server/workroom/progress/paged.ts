/** A part of a list, in which what the reader may not see has no name. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Site } from "../../site.ts";
import { itemInSight } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";
import type { Shown } from "./kept-figures.ts";

const MOST_ROWS = 200;

/** Which part is wanted. */
export const partSchema = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(50),
});

interface Row {
  readonly label: string;
  readonly item: string | null;
}

/** Shows parts of lists to one reader. */
export type Pager = <R extends Row>(rows: readonly R[], part: z.output<typeof partSchema>, shown: Shown) => Promise<PagedRows<R>>;

/** A part of a list, how long the whole is, and when it was counted. */
export interface PagedRows<R> {
  readonly count: number;
  readonly offset: number;
  readonly countedAt: string;
  readonly isCurrent: boolean;
  /** Of an item that is closed to the reader nothing but the shelfmark is told, so that the list is as long as its figure. */
  readonly rows: readonly (R & { readonly isClosed: boolean })[];
}

/** The pager of a request. */
export function pagerFor(site: Site, workroom: Workroom, request: FastifyRequest): Pager {
  const isClosed = async (item: string | null): Promise<boolean> =>
    item !== null && !(await itemInSight(site, workroom, request, item).then(Boolean, () => false));
  return async (rows, { offset, limit }, { figures, isCurrent }) => ({
    ...{ count: rows.length, offset, countedAt: figures.countedAt, isCurrent },
    rows: await Promise.all(
      rows.slice(offset, offset + limit).map(async (row) => {
        const closed = await isClosed(row.item);
        return { ...row, ...(closed && { label: "", item: null, digest: null }), isClosed: closed };
      }),
    ),
  });
}
