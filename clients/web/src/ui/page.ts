import { say } from "../strings";
import type { Key } from "../strings";

/** The element with this id; the page is ours, so it is there. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Make an element with text and classes. */
export function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = "", classes = ""): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = classes;
  return made;
}

/** Write the page's own words into everything that names a string. */
export function translate(tag: string): void {
  document.documentElement.lang = tag;
  each("text", (node, key) => (node.textContent = say(key)));
  each("placeholder", (node, key) => node.setAttribute("placeholder", say(key)));
  each("label", (node, key) => {
    node.setAttribute("aria-label", say(key));
    if (node.matches("button, a")) node.title = say(key);
  });
}

/** Open and close a panel with its button; only one of the panels is open at a time. */
export function disclose(button: HTMLElement, panel: HTMLElement): void {
  button.addEventListener("click", () => {
    const open = panel.hidden;
    for (const other of document.querySelectorAll<HTMLElement>(".panel:not([hidden])")) shut(other);
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    shut(panel);
    button.focus();
  });
}

function shut(panel: HTMLElement): void {
  panel.hidden = true;
  document.querySelector(`[aria-controls="${panel.id}"]`)?.setAttribute("aria-expanded", "false");
}

function each(attribute: string, visit: (node: HTMLElement, key: Key) => void): void {
  for (const node of document.querySelectorAll<HTMLElement>(`[data-${attribute}]`)) {
    visit(node, node.dataset[attribute] as Key);
  }
}
