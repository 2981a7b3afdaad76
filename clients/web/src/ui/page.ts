import { choose, direction, textIn } from "../language";
import type { LanguageMap } from "../language";
import { PHRASES, say } from "../strings";
import type { Key } from "../strings";
import { cutOff } from "../within";

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

/** Write what a curator wrote, in the wanted language or its nearest, and the way that language is written. */
export function inscribe<Node extends HTMLElement>(node: Node, texts: LanguageMap, language: string): Node {
  const tag = choose([language, "en"], Object.keys(texts));
  [node.textContent, node.lang, node.dir] = [textIn(texts, language), tag, direction(tag)];
  return node;
}

/** Make an element that says a phrase of the page, in whatever language that speaks. */
export function worded<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, key: Key, classes = ""): HTMLElementTagNameMap[Tag] {
  const made = element(tag, say(key), classes);
  made.dataset["text"] = key;
  return made;
}

/** Write the page's own words into everything that names a string. */
export function translate(tag: string): void {
  document.documentElement.lang = tag;
  document.documentElement.dir = direction(tag);
  each("text", (node, key) => {
    node.textContent = say(key);
    if (PHRASES.has(key)) node.removeAttribute("lang");
    else node.lang = "en";
  });
  each("title", (node, key) => (node.title = say(key)));
  each("placeholder", (node, key) => node.setAttribute("placeholder", say(key)));
  each("label", (node, key) => {
    node.setAttribute("aria-label", say(key));
    if (node.matches("button, a")) node.title = say(key);
  });
}

/** Open and close a panel with its button; only one of the panels is open at a time. */
export function disclose(button: HTMLElement, panel: HTMLElement): void {
  button.addEventListener("click", ({ detail }) => {
    const open = panel.hidden;
    for (const other of document.querySelectorAll<HTMLElement>(".panel:not([hidden])")) shut(other);
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open && detail === 0) panel.focus();
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

/** Lead to the public page of who speaks at a site, in the visitor's language. */
export function linkScorecard(site: string, language: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-scorecard]")) {
    link.href = `/scorecard/${encodeURIComponent(site)}?language=${encodeURIComponent(language)}`;
    link.hidden = cutOff();
  }
}
