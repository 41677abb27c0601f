// @ts-check
/**
 * The contact sheet: page after page, what was found on it, and what a person decides. Plain script, no build, no network.
 * Words and names are only ever set as text.
 */
(() => {
  const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
  const sheet = JSON.parse(byId("sheet").textContent);
  /** @type {any[]} */
  const pages = sheet.pages;
  const decisions = globalThis.openDecisions(sheet.item, pages);
  const state = { language: "vi", index: 0, isOnlyFindings: false };
  /** A fact `{count}`, or words that depend on it: `{count|page is|pages are}`. */
  const PLACE = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;
  const LANGUAGE_KEY = "sohoa-contact-sheet-language";

  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ facts = {}) =>
    sheet.words[state.language][key].replace(PLACE, (/** @type {string[]} */ ...[whole = "", name = "", one, others]) => {
      const value = facts[name];
      if (value === undefined) return whole;
      if (one !== undefined && others !== undefined) return value === 1 ? one : others;
      return typeof value === "number" ? value.toLocaleString(state.language) : value;
    });
  const view = globalThis.openView({ host: byId("pictures"), bar: byId("bar"), pictureSide: sheet.pictureSide, say });

  const make = (/** @type {string} */ name, /** @type {string} */ className, text = "") => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.textContent = text;
    return element;
  };

  const MARKS = { open: "○", accept: "✔", rescan: "✖", unfinished: "…", unseen: "–" };
  const STANDINGS = {
    open: "contact.isOpen",
    accept: "contact.isAccepted",
    rescan: "contact.isRejected",
    unfinished: "contact.isUnfinished",
    unseen: "contact.isUnseen",
  };

  const page = () => pages[state.index];
  const hasFindings = (/** @type {any} */ one) => one.findings.length > 0;
  /** The page that lies open stays in the choice, whatever the filter. */
  const chosen = () => pages.filter((one, index) => !state.isOnlyFindings || hasFindings(one) || index === state.index);

  function writeWords() {
    document.documentElement.lang = state.language;
    document.title = `${say("contact.title")} – ${sheet.shelfmark}`;
    for (const each of document.querySelectorAll("[data-word]")) each.textContent = say(each.getAttribute("data-word") ?? "");
    for (const each of document.querySelectorAll("[data-label]")) {
      const label = say(each.getAttribute("data-label") ?? "");
      each.setAttribute("aria-label", label);
      if (each.hasAttribute("title")) each.setAttribute("title", label);
    }
    for (const each of document.querySelectorAll("[data-placeholder]"))
      each.setAttribute("placeholder", say(each.getAttribute("data-placeholder") ?? ""));
    byId("language").lang = state.language === "vi" ? "en" : "vi";
    byId("only-findings-text").textContent = say("contact.onlyFindings", { count: pages.filter(hasFindings).length });
    byId("reason").replaceChildren(
      new Option(say("contact.chooseReason"), ""),
      ...sheet.reasons.map((/** @type {any} */ each) => new Option(each.text[state.language], each.code)),
    );
    byId("item-findings").replaceChildren(...sheet.findings.map((/** @type {any} */ each) => findingLine(each)));
    byId("of-item").hidden = sheet.findings.length === 0;
  }

  function findingLine(/** @type {any} */ finding, index = -1) {
    const line = make("li", `finding ${finding.severity}`);
    line.append(make("strong", "severity", say(`contact.${finding.severity}`)), ` ${finding.text[state.language]} `);
    line.append(make("code", "quiet", finding.code));
    if (finding.advice[state.language]) line.append(make("span", "advice", `→ ${finding.advice[state.language]}`));
    if (!finding.onClean && !finding.onMaster) return line;
    line.tabIndex = 0;
    line.title = say("contact.onPicture");
    line.classList.add("placed");
    for (const [event, isMarked] of /** @type {const} */ ([
      ["mouseenter", true],
      ["mouseleave", false],
      ["focus", true],
      ["blur", false],
    ]))
      line.addEventListener(event, () => view.mark(index, isMarked));
    return line;
  }

  function writeChoice() {
    const list = chosen();
    byId("choice").replaceChildren(
      ...list.map((one) => {
        const standing = decisions.standing(one);
        const found = hasFindings(one) ? ` · ${one.findings.length} ⚑` : "";
        const text = `${MARKS[standing]} ${one.sequence} · ${one.name} · ${say(STANDINGS[standing])}${found}`;
        const option = new Option(text, String(pages.indexOf(one)));
        option.selected = one === page();
        return option;
      }),
    );
    const shown = state.isOnlyFindings ? pages.filter(hasFindings).length : pages.length;
    byId("shown").textContent = !state.isOnlyFindings
      ? ""
      : shown === 0
        ? say("contact.noneShown")
        : say("contact.shownOf", { shown, pages: pages.length });
    byId("previous").disabled = neighbour(-1) === undefined;
    byId("next").disabled = neighbour(1) === undefined;
  }

  /** What is decided, what is not, and what would be lost. */
  function writeStanding() {
    const counts = decisions.counts();
    const told = [say("contact.progressOf", counts)];
    if (counts.earlier > 0) told.push(say("contact.earlierOf", counts));
    if (counts.unfinished > 0) told.push(say("contact.unfinished", { count: counts.unfinished }));
    if (decisions.stale() > 0) told.push(say("contact.stale", { count: decisions.stale() }));
    byId("standing").textContent = told.join(" ");
    writeSaving();
  }

  function writeSaving() {
    const unsaved = decisions.unsaved();
    const isLoss = unsaved > 0 || !decisions.isKept();
    const calm = say(decisions.isAny() ? "contact.allSaved" : "contact.noneYet");
    const said = decisions.isKept()
      ? unsaved > 0
        ? say("contact.unsaved", { count: unsaved })
        : calm
      : say("contact.noStorage");
    byId("saving").textContent = decisions.isAny() ? `${said} ${say("contact.saveHint", { item: sheet.item })}` : said;
    byId("saving").classList.toggle("warning", isLoss);
    byId("save").disabled = !decisions.isAny();
  }

  function writeDecision() {
    const mine = decisions.of(page());
    const verdict = mine?.verdict ?? "";
    byId("accept").setAttribute("aria-pressed", String(verdict === "accept"));
    byId("reject").setAttribute("aria-pressed", String(verdict === "rescan"));
    byId("clear").disabled = verdict === "";
    byId("reason-field").hidden = verdict !== "rescan";
    byId("reason").value = mine?.reason ?? "";
    byId("reason").setAttribute("aria-invalid", String(verdict === "rescan" && !mine?.reason));
    if (document.activeElement !== byId("note")) byId("note").value = mine?.note ?? "";
    const earlier = page().verdict;
    byId("earlier").textContent = earlier ? `${say("contact.earlier")}: ${earlier.text[state.language]}` : "";
    byId("decide").hidden = !page().before;
    byId("undecidable").hidden = Boolean(page().before);
  }

  function writePage() {
    const one = page();
    byId("title").textContent = one.title[state.language];
    byId("facts").textContent = one.facts[state.language];
    const lines = one.findings.map((/** @type {any} */ each, /** @type {number} */ index) => findingLine(each, index));
    byId("findings").replaceChildren(...(lines.length > 0 ? lines : [make("li", "none quiet", say("contact.noFindings"))]));
    view.show(one);
    history.replaceState(null, "", `#page=${one.sequence}`);
    for (const next of [neighbour(1), neighbour(-1)]) preload(next === undefined ? undefined : pages[next]);
  }

  function preload(/** @type {any} */ one) {
    for (const picture of [one?.before, one?.after]) if (picture) new Image().src = picture.src;
  }

  /** After a decision only the words about it change: the pictures stay as they are. */
  function afterDecision() {
    writeDecision();
    writeStanding();
    writeChoice();
  }

  function writeAll() {
    writeWords();
    writePage();
    afterDecision();
  }

  /** The next page that the filter shows. @param {1 | -1} by */
  function neighbour(by) {
    for (let at = state.index + by; at >= 0 && at < pages.length; at += by) {
      if (!state.isOnlyFindings || hasFindings(pages[at])) return at;
    }
    return undefined;
  }

  function go(/** @type {number | undefined} */ index) {
    if (index === undefined || !pages[index]) return;
    byId("note").blur();
    state.index = index;
    writePage();
    afterDecision();
  }

  function decide(/** @type {object} */ change) {
    if (!page().before) return;
    decisions.change(page(), change);
    afterDecision();
  }

  function reject() {
    if (!page().before) return;
    decide({ verdict: "rescan" });
    byId("reason").focus();
  }

  function save() {
    const table = decisions.table();
    if (table === "") return;
    // Without the mark at its beginning spreadsheets take UTF-8 for an old code page.
    const address = URL.createObjectURL(new Blob([`\uFEFF${table}`], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${sheet.item}-decisions.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    decisions.markSaved();
    writeSaving();
  }

  function showOnlyFindings(/** @type {boolean} */ isOnly) {
    state.isOnlyFindings = isOnly;
    byId("only-findings").checked = isOnly;
    if (isOnly && !hasFindings(page())) go(neighbour(1) ?? neighbour(-1));
    writeChoice();
  }

  function toggle(/** @type {"isSideBySide" | "isZoomed"} */ what, /** @type {string} */ id) {
    byId(id).setAttribute("aria-pressed", String(view.toggle(what)));
  }

  /** Marks lie over ink: who looks closely wants them away. */
  function toggleMarks() {
    const isHidden = byId("stage").classList.toggle("marks-hidden");
    byId("marks").setAttribute("aria-pressed", String(!isHidden));
  }

  /** @type {Record<string, () => void>} */
  const KEYS = {
    j: () => go(neighbour(1)),
    k: () => go(neighbour(-1)),
    a: () => decide({ verdict: "accept", reason: "" }),
    r: reject,
    u: () => decide({ verdict: "", reason: "" }),
    b: () => view.holdMaster(true),
    2: () => toggle("isSideBySide", "side-by-side"),
    z: () => toggle("isZoomed", "zoom"),
    m: toggleMarks,
    f: () => showOnlyFindings(!state.isOnlyFindings),
    s: save,
    ArrowLeft: () => view.step(-5),
    ArrowRight: () => view.step(5),
    "?": () => byId("keys").showModal(),
  };

  function onKey(/** @type {KeyboardEvent} */ event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const isBar = target === byId("bar");
    // Arrow keys belong to the bar itself while it has the focus; letters to whatever is written in.
    const isTyping = target.matches("select, textarea, input:not([type=range]):not([type=checkbox])") || byId("keys").open;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || isTyping || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (isBar && event.key.startsWith("Arrow")) return;
    event.preventDefault();
    act();
  }

  function listen() {
    byId("next").addEventListener("click", KEYS["j"]);
    byId("previous").addEventListener("click", KEYS["k"]);
    byId("choice").addEventListener("change", () => go(Number(byId("choice").value)));
    byId("only-findings").addEventListener("change", () => showOnlyFindings(byId("only-findings").checked));
    byId("side-by-side").addEventListener("click", KEYS["2"]);
    byId("marks").addEventListener("click", toggleMarks);
    byId("zoom").addEventListener("click", KEYS["z"]);
    byId("accept").addEventListener("click", KEYS["a"]);
    byId("reject").addEventListener("click", reject);
    byId("clear").addEventListener("click", KEYS["u"]);
    byId("reason").addEventListener("change", () => decide({ verdict: "rescan", reason: byId("reason").value }));
    byId("note").addEventListener("input", () => decide({ note: byId("note").value }));
    byId("save").addEventListener("click", save);
    byId("help").addEventListener("click", KEYS["?"]);
    byId("language").addEventListener("click", () => setLanguage(state.language === "vi" ? "en" : "vi"));
    document.addEventListener("keydown", onKey);
    document.addEventListener("keyup", (event) => event.key.toLowerCase() === "b" && view.holdMaster(false));
    addEventListener("hashchange", openAddressed);
    addEventListener("storage", () => {
      decisions.reload();
      afterDecision();
    });
    addEventListener("beforeunload", (event) => {
      if (decisions.unsaved() > 0) event.preventDefault();
    });
  }

  function setLanguage(/** @type {string} */ language) {
    state.language = language;
    try {
      localStorage.setItem(LANGUAGE_KEY, language);
    } catch {
      // The choice of language is lost with the page, nothing else.
    }
    writeAll();
  }

  function openAddressed() {
    const number = Number(/page=(\d+)/.exec(location.hash)?.[1]);
    const index = pages.findIndex((one) => one.sequence === number);
    if (index !== -1 && index !== state.index) go(index);
  }

  function start() {
    if (pages.length === 0) return;
    try {
      if (localStorage.getItem(LANGUAGE_KEY) === "en") state.language = "en";
    } catch {
      // Then it begins in Vietnamese.
    }
    const number = Number(/page=(\d+)/.exec(location.hash)?.[1]);
    state.index = Math.max(
      0,
      pages.findIndex((one) => one.sequence === number),
    );
    listen();
    writeAll();
  }

  start();
})();
