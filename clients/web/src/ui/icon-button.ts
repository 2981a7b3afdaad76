import type { Key } from "../strings";
import { element } from "./page";

const SVG = "http://www.w3.org/2000/svg";

/** A round button with a drawing of 24 by 24, and its words for who does not see it. */
export function iconButton(id: string, label: Key, drawing: string): HTMLButtonElement {
  const button = element("button", "", "icon");
  Object.assign(button, { id, type: "button" });
  button.dataset["label"] = label;
  button.append(drawn(drawing));
  return button;
}

/** A drawing of 24 by 24 beside words that say the same. */
export function drawn(drawing: string): SVGElement {
  const [svg, path] = [document.createElementNS(SVG, "svg"), document.createElementNS(SVG, "path")];
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", drawing);
  svg.append(path);
  return svg;
}
