import { encode } from "uqr";
import { say } from "../strings";
import { byId } from "../ui/page";

const SVG = "http://www.w3.org/2000/svg";

/** The sign that carries the tour on to the visitor's own phone. */
export class TakeAlong {
  private readonly dialog = byId<HTMLDialogElement>("take");
  private readonly place = byId("take-sign");
  private readonly said = byId("take-said");

  /** `link` makes the address that a phone opens. */
  constructor(private readonly link: () => Promise<{ url: string; once: boolean }>, withdrawn: () => void) {
    byId("show-take").addEventListener("click", () => void this.open());
    byId("take-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => {
      this.place.replaceChildren();
      withdrawn();
    });
  }

  private async open(): Promise<void> {
    this.said.textContent = say("oneMoment");
    this.dialog.showModal();
    try {
      const { url, once } = await this.link();
      if (!this.dialog.open) return;
      this.place.replaceChildren(sign(url, say("kioskTakeWhy")));
      this.said.textContent = once ? say("kioskTakeOnce") : "";
    } catch {
      this.said.textContent = say("kioskNoTake");
    }
  }
}

/** A text as a QR code (ISO/IEC 18004), drawn here: what is in it goes nowhere. */
function sign(text: string, label: string): SVGElement {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" })) svg.setAttribute(name, value);
  svg.append(shape("rect", { width: String(size), height: String(size), fill: "#fff" }));
  svg.append(shape("path", { fill: "#000", d: data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("") }));
  return svg;
}

function shape(kind: string, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
