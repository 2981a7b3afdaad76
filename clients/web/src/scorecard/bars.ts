import { html, svg } from "lit";
import type { TemplateResult } from "lit";

/** A bar in parts of one whole; its numbers stand beside it, so nobody has to see it. */
export function bar(parts: readonly { name: string; many: number }[], whole: number): TemplateResult {
  let x = 0;
  const pieces = parts.map(({ name, many }) => {
    const width = whole === 0 ? 0 : (many / whole) * 100;
    const piece = svg`<rect class=${name} x=${x} y="0" width=${width} height="8" />`;
    x += width;
    return piece;
  });
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="8" />${pieces}</svg>`;
}
