import { html, svg } from "lit";
import type { TemplateResult } from "lit";
import { encode } from "uqr";

/** A text as a QR code (ISO/IEC 18004), drawn here: what is in it goes nowhere. */
export function qrCode(text: string, label: string): TemplateResult {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${label} shape-rendering="crispEdges">
    <rect width=${size} height=${size} fill="#fff" />${svg`<path d=${path} fill="#000" />`}</svg>`;
}
