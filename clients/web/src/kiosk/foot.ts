/** Tell the page's style, as `--foot`, how high the guide's words and the controls below them are: cards and panels end above them. */
export function measureFoot(words: Element, parts: Iterable<Element>): void {
  const measured = new ResizeObserver(() => {
    const { top, height } = words.getBoundingClientRect();
    if (height > 0) document.documentElement.style.setProperty("--foot", `${Math.ceil(innerHeight - top)}px`);
  });
  for (const part of parts) measured.observe(part);
}
