// @ts-check
/** Elements, made and found; texts are only ever set as text. */

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/**
 * @param {string} name
 * @param {Record<string, string | number | boolean | undefined>} [attributes] true sets an empty attribute, undefined none
 * @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  setAll(element, attributes);
  element.append(...children);
  return element;
}

/** The same for a drawing. @param {string} name @param {Record<string, string | number | boolean | undefined>} [attributes] @param {(Node | string)[]} children */
export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  setAll(element, attributes);
  element.append(...children);
  return element;
}

/** @param {Element} element @param {Record<string, string | number | boolean | undefined>} attributes */
function setAll(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
}

/** Tell people who hear the page, and everybody for a moment, unless they see it elsewhere. @param {string} message @param {boolean} [isShown] */
export function announce(message, isShown = true) {
  const status = byId("status");
  status.classList.toggle("unseen", !isShown);
  status.textContent = message;
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    status.textContent = "";
  }, 4000);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let clearing;
