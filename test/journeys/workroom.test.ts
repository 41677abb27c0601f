/**
 * One book's way through the workroom, over a real server and a real worker: a technician hands a folder in, an archivist corrects a
 * page, repairs an order and enters the record by keys alone, a second person approves, a manager reads the target, readers find it
 * all, and only what depends on it was made again. In every browser that is there, with real pages where there are any.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from "vitest";
import { type BrowserPage, hasBrowser, openBrowser } from "../fixtures/browser.ts";
import { sohoa } from "../fixtures/command-line.ts";
import { hasFirefox, openFirefox } from "../fixtures/firefox.ts";
import { choose, clear, enterTo, tabTo, write } from "../fixtures/keyboard.ts";
import { shot } from "../fixtures/looks.ts";
import { invite, type Library, openLibrary, scans } from "../fixtures/workroom-journey.ts";

const BROWSERS = [
  { name: "Chromium", isThere: hasBrowser, open: openBrowser, item: "HN.1" },
  { name: "Firefox", isThere: hasFirefox, open: openFirefox, item: "HN.2" },
] as const;
const PAGE_STAGES: readonly string[] = ["inspect", "image-cleanup", "layout", "ocr", "access-image"];
/** Real pages are really read, on a machine that may have much else to do. */
const PROCESSING_MS = 900_000;
const STEP_MS = 300_000;
const [CORRECTION, TITLE] = ["𡨸喃", "金雲翹新傳𡨸喃"];

describe.skipIf(!hasBrowser && !hasFirefox)("a library at work", () => {
  let library: Library;
  let files: Readonly<Record<string, string>>;
  let tokens: Record<string, string> = {};

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "sohoa-scans-"));
    files = await scans(folder);
    await rm(folder, { recursive: true });
    library = await openLibrary();
    await library.withCatalogue(async ({ holdings }) => {
      const register = BROWSERS.map(({ item }) => ({ shelfmark: item, title: item, holder: "Thư viện tỉnh", class: "quý hiếm" }));
      await holdings.importRows(register);
      await holdings.setTarget({ name: "Quý hiếm", percentage: 70, deadline: "2040-12-31" });
    });
    const first = BROWSERS.find(({ isThere }) => isThere) ?? BROWSERS[0];
    const window = await first.open(1280, 720);
    await library.signIn(window, "lan", library.token);
    tokens = { ...(await invite(window, ["technician", "editor", "reviewer", "manager"])) };
    await window.close();
  }, STEP_MS);
  afterAll(() => library?.close(), STEP_MS);

  describe.each(BROWSERS)("in $name", ({ isThere, open, item }) => {
    if (!isThere) return test.skip("is not shown: the browser is not installed");
    let window: BrowserPage;
    let pages: readonly string[];
    let made: Readonly<Record<string, number>>;
    let numberBefore: number;

    beforeAll(async () => {
      window = await open(1280, 720);
    }, STEP_MS);
    afterAll(() => window?.close());

    // Each step stands on the one before.
    let isBroken = false;
    beforeEach(({ skip }) => {
      if (isBroken) skip("a step before failed");
      onTestFailed(() => {
        isBroken = true;
      });
    });

    /** Be somebody else; whoever has not been there yet brings the token. */
    const become = async (name: string): Promise<void> => {
      const token = tokens[name];
      delete tokens[name];
      await library.signIn(window, name, token);
    };
    const go = (path: string, until: string): Promise<void> =>
      window.leave(`location.assign(${JSON.stringify(`${path}?lang=vi`)})`, until, STEP_MS);
    const ask = (path: string) => window.evaluate(`fetch(${JSON.stringify(path)}).then((reply) => reply.json())`);
    const finished = (): Promise<void> =>
      window
        .until(
          `fetch("/api/items/${item}").then((reply) => reply.json()).then(({ state }) => state === "complete")`,
          PROCESSING_MS,
        )
        .catch((thrown: Error) => expect.fail(`${thrown.message}\n${library.worker()}`));
    /** How often each step has made something of the item, as the events tell. */
    const runs = (): Promise<Readonly<Record<string, number>>> =>
      library.withCatalogue(async ({ ledger }) => {
        const counts: Record<string, number> = {};
        for (const { outcome, stage } of await ledger.events(item))
          if (outcome === "made") counts[stage] = (counts[stage] ?? 0) + 1;
        return counts;
      });
    const textOf = (page: string | undefined): string => `/workroom/items/${item}/pages/${page}/text`;
    const isDeskOpen = `document.querySelector(".column-text textarea") !== null && document.querySelector("[data-save]") !== null`;
    const figure = `Number(document.querySelector(".target-card .facts > span > :first-child").textContent)`;

    test(
      "a manager reads how far the target is",
      async () => {
        await become("manager");
        await go("/workroom/targets", `document.querySelector(".target-card .facts > span > :first-child") !== null`);
        numberBefore = Number(await window.evaluate(figure));
        expect(numberBefore).toBeLessThan(BROWSERS.length);
      },
      STEP_MS,
    );

    test(
      "a technician hands a folder in, and it is processed to its end",
      async () => {
        await become("technician");
        await go("/workroom/upload", `document.querySelector(".drop-place input") !== null`);
        await window.evaluate(`{
        const files = Object.entries(${JSON.stringify(files)}).map(([name, base64]) => {
          const file = new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], name);
          Object.defineProperty(file, "webkitRelativePath", { value: "${item}/" + name });
          return file;
        });
        const input = document.querySelector(".drop-place input");
        Object.defineProperty(input, "files", { value: files, configurable: true });
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }`);
        await window.until(`document.querySelector("[name=shelfmark]")?.value === "${item}"`);
        await window.evaluate(`{
        document.querySelector("[name=profile]").value = "hai-nguoi";
        document.querySelector("[name=profile]").dispatchEvent(new Event("change", { bubbles: true }));
        document.querySelector("form.upload-card").requestSubmit();
      }`);
        await window.until(`document.querySelector(".counts")?.textContent.includes("2 mới") === true`, STEP_MS);
        await finished();
        const { pages: shown } = (await ask(`/api/items/${item}/pages`)) as { pages: { id: string; state: string }[] };
        expect(shown.map(({ state }) => state)).toEqual(["read", "read"]);
        pages = shown.map(({ id }) => id);
        made = await runs();
      },
      PROCESSING_MS + STEP_MS,
    );

    test(
      "an archivist corrects a page by keys alone and ends it",
      async () => {
        await become("editor");
        await go(textOf(pages[0]), isDeskOpen);
        await tabTo(window, ".column-text textarea");
        await window.press("Control+Home");
        await window.type(CORRECTION);
        await window.until(`document.activeElement.value.startsWith("${CORRECTION}")`);
        await window.press("Control+Enter");
        await window.until(`location.pathname === "${textOf(pages[1])}" && ${isDeskOpen}`, STEP_MS);
        await shot(window, `journey ${item} corrected`);
      },
      STEP_MS,
    );

    test(
      "an archivist repairs a scrambled order of twelve columns and more in at most three actions",
      async () => {
        const right = (await window.evaluate(SCRAMBLED(pages[1]))) as readonly string[];
        expect(right.length).toBeGreaterThanOrEqual(12);
        await go(textOf(pages[1]), isDeskOpen);
        const order = async () => {
          const { content } = (await ask(`/api/pages/${pages[1]}/text`)) as Columns;
          return content.columns.filter(({ kind }) => kind === "body").map(({ id }) => id);
        };
        expect(await order()).not.toEqual(right);
        await shot(window, `journey ${item} scrambled`);
        const actions = ["Alt+c", "Enter"];
        for (const key of actions) await window.press(key);
        await expect.poll(order).toEqual(right);
        expect(actions.length).toBeLessThanOrEqual(3);
        await shot(window, `journey ${item} repaired`);
        await window.press("Control+Enter");
        await window.until(`!location.pathname.includes("${pages[1]}") || document.body.textContent.includes("đã sửa")`, STEP_MS);
      },
      STEP_MS,
    );

    test(
      "an archivist enters the record by keys alone, and a second person approves it",
      async () => {
        await go(`/workroom/items/${item}/record`, `document.querySelector(".record-desk form") !== null`);
        await enterRecord(window);
        await shot(window, `journey ${item} record`);
        await window.press("Control+Enter");
        await window.until(`document.querySelector(".signatures").textContent.includes("đã ký: editor")`, STEP_MS);
        expect(await library.withCatalogue(({ ledger }) => ledger.current(item, "record"))).toBeUndefined();
        await become("reviewer");
        await go(`/workroom/items/${item}/record`, `document.querySelector(".record-desk form") !== null`);
        await window.press("Control+Enter");
        await window.until(`document.querySelector("[data-does=sign]").disabled`, STEP_MS);
        await expect.poll(() => library.withCatalogue(({ ledger }) => ledger.current(item, "record"))).toBeDefined();
      },
      STEP_MS,
    );

    test(
      "readers find the corrected text and the record, and only what depends on them was made again",
      async () => {
        const text = `fetch("/items/${item}/pages/${pages[0]}/text.json").then((reply) => (reply.ok ? reply.text() : ""))`;
        await window.until(`${text}.then((text) => text.includes("${CORRECTION}"))`, PROCESSING_MS);
        await window.until(
          `fetch("/items/${item}").then((reply) => reply.text()).then((page) => page.includes("${TITLE}"))`,
          PROCESSING_MS,
        );
        await finished();
        const after = await runs();
        const again = Object.keys(after).filter((stage) => after[stage] !== made[stage]);
        expect(again).toContain("pdf");
        expect(again.filter((stage) => PAGE_STAGES.includes(stage))).toEqual([]);
        const { envelope } = await sohoa(["fsck", "--json"], library.env);
        expect([envelope.exit, envelope.errors]).toEqual([0, []]);
      },
      2 * PROCESSING_MS,
    );

    test(
      "the manager's number has risen by this book",
      async () => {
        await become("manager");
        await go("/workroom/targets", `document.querySelector(".target-card .facts > span > :first-child") !== null`);
        await window.until(`${figure} === ${numberBefore + 1}`, STEP_MS);
        await window.evaluate(`document.querySelector(".target-card .facts > span > :first-child").click()`);
        await window.until(
          `[...document.querySelectorAll("dialog tbody th")].some((each) => each.textContent.includes("${item}"))`,
        );
        await shot(window, `journey ${item} target`);
        // Whoever has just signed out is told nothing more, also when a screen still asks.
        expect(window.complaints.filter((each) => !each.includes("401 (Unauthorized)"))).toEqual([]);
      },
      STEP_MS,
    );
  });
});

interface Columns {
  readonly content: { readonly columns: readonly { readonly id: string; readonly kind: string }[] };
}

/**
 * Somebody leaves the page with its columns in disorder. @returns an expression whose value is the order of the text that was right;
 * what stands on the centre strip is no part of it
 */
const SCRAMBLED = (page: string | undefined): string => `(async () => {
  const { token } = await (await fetch("/api/me")).json();
  const path = "/api/pages/${page}/text";
  const { number, content } = await (await fetch(path)).json();
  const mixed = content.columns.map((column, at) => [(at * 7919) % 104729 % 97, column]).sort(([one], [other]) => one - other);
  const headers = { "content-type": "application/json", "x-sohoa-token": token };
  const save = { base: number, saveId: "somebody-in-disorder", content: { ...content, columns: mixed.map(([, column]) => column) } };
  const reply = await fetch(path, { method: "PUT", headers, body: JSON.stringify(save) });
  if (!reply.ok) throw new Error(await reply.text());
  return content.columns.filter(({ kind }) => kind === "body").map(({ id }) => id);
})()`;

/** What a printed book must say of itself, field by field. */
async function enterRecord(window: BrowserPage): Promise<void> {
  await window.press("Alt+1");
  await window.until(`document.activeElement?.id === "field-profile"`);
  await choose(window, "sach in");
  await window.until(`document.querySelector("[data-field=edition]") !== null`);
  await enterTo(window, "titles");
  await clear(window);
  await write(window, TITLE);
  await window.press("Enter");
  await choose(window, "nom");
  // What kind of title it is: as written is the first of the list.
  await window.press("Home");
  await window.press("ArrowDown");
  await enterTo(window, "dateAsWritten");
  await clear(window);
  await write(window, "嗣德二十五年壬申");
  await window.until(`document.querySelector(".date-check [data-does=take-date]")?.textContent.includes("1872") ?? false`);
  await window.press("Alt+d");
  await window.until(`document.getElementById("field-dateEdtf").value === "1872"`);
  await enterTo(window, "form");
  await choose(window, "khac in");
  await enterTo(window, "language");
  await choose(window, "nom");
  await enterTo(window, "holder");
  await clear(window);
  await write(window, "Thư viện tỉnh");
  await window.until(
    `document.querySelector("[data-save=saved]") !== null && !document.querySelector(".issues").classList.contains("has-errors")`,
  );
}
