// @ts-check
/**
 * What a person decides about pages: kept in this browser at every keystroke, written out as a CSV table.
 * A decision belongs to one master: of a page that was scanned again it is used no more.
 */
(() => {
  /** @typedef {{ master: string, verdict: "" | "accept" | "rescan", reason: string, note: string }} Decision */
  /** @typedef {{ id: string, master: string, verdict: { kind: string } | null, before: object | null }} Page */

  /** A cell that no spreadsheet calculates; the table's reader takes the apostrophe away again. */
  const guarded = (/** @type {string} */ text) => (/^'*\s*[=+\-@＝＋－＠\t\r]/u.test(text) ? `'${text}` : text);
  const cell = (/** @type {string} */ text) => `"${guarded(text.replace(/\s+/gu, " ").trim()).replaceAll('"', '""')}"`;

  /** @param {string} item @param {Page[]} pages */
  globalThis.openDecisions = (item, pages) => {
    const key = `sohoa-contact-sheet/${item}`;
    let isKept = true;
    /** @type {{ pages: Record<string, Decision>, saved: string }} */
    let held = { pages: {}, saved: "" };

    /** Another tab may have decided meanwhile: what is kept is read before every change. */
    function read() {
      if (!isKept) return;
      try {
        const found = JSON.parse(localStorage.getItem(key) ?? "null");
        if (found && typeof found.pages === "object") held = { pages: found.pages, saved: String(found.saved ?? "") };
      } catch {
        isKept = false;
      }
    }

    function write() {
      if (!isKept) return;
      try {
        localStorage.setItem(key, JSON.stringify(held));
      } catch {
        isKept = false;
      }
    }

    /** @returns {Decision | undefined} */
    const of = (/** @type {Page} */ page) => {
      const found = held.pages[page.id];
      return found?.master === page.master ? found : undefined;
    };

    const isWhole = (/** @type {Decision | undefined} */ one) =>
      one?.verdict === "accept" ||
      (one?.verdict === "rescan" && one.reason !== "" && (one.reason !== "other" || one.note.trim() !== ""));

    /** What the page amounts to: the decision here, else the verdict on record. */
    const standing = (/** @type {Page} */ page) => {
      const mine = of(page);
      if (mine?.verdict) return isWhole(mine) ? mine.verdict : "unfinished";
      return page.verdict?.kind ?? (page.before ? "open" : "unseen");
    };

    function table() {
      const rows = pages.flatMap((page) => {
        const mine = of(page);
        return mine && isWhole(mine) ? [[page.id, mine.verdict, mine.reason, mine.note, page.master].map(cell).join(",")] : [];
      });
      return rows.length === 0 ? "" : ["page,verdict,reason,note,master", ...rows, ""].join("\r\n");
    }

    /** Rows that the last saved table has otherwise, or has not, or has too much. */
    function unsaved() {
      const [now, then] = [new Set(table().split("\r\n")), new Set(held.saved.split("\r\n"))];
      const pagesIn = [...now, ...then].filter((row) => row.startsWith('"') && !(now.has(row) && then.has(row)));
      return new Set(pagesIn.map((row) => row.split(",")[0])).size;
    }

    read();
    return {
      of,
      standing,
      table,
      unsaved,
      isKept: () => isKept,
      reload: read,
      isAny: () => table() !== "",
      /** Decisions of this browser about pictures that are no longer there. */
      stale: () => pages.filter((page) => held.pages[page.id]?.verdict && !of(page)).length,
      /** @param {Page} page @param {Partial<Decision>} change */
      change(page, change) {
        read();
        const before = of(page) ?? { verdict: "", reason: "", note: "" };
        const next = /** @type {Decision} */ ({ ...before, ...change, master: page.master });
        if (next.verdict === "" && next.note.trim() === "") delete held.pages[page.id];
        else held.pages[page.id] = next;
        write();
      },
      markSaved() {
        read();
        held.saved = table();
        write();
      },
      counts() {
        const all = pages.map(standing);
        const count = (/** @type {string} */ kind) => all.filter((each) => each === kind).length;
        const [accepted, rejected] = [count("accept"), count("rescan")];
        const earlier = pages.filter((page) => !of(page)?.verdict && page.verdict).length;
        const decided = accepted + rejected;
        return {
          pages: pages.length,
          decided,
          accepted,
          rejected,
          open: pages.length - decided,
          earlier,
          unfinished: count("unfinished"),
        };
      },
    };
  };
})();
