/** Take away, now and from whatever is added later, what would lead out of the hall: links' addresses, and what players save or send elsewhere. */
export function keepIn(page: HTMLElement): void {
  new MutationObserver(() => shut(page)).observe(page, { subtree: true, childList: true, attributes: true, attributeFilter: ["href"] });
  shut(page);
  // Whatever comes between two looks.
  page.addEventListener("click", (event) => leads(event.target) && event.preventDefault(), { capture: true });
  for (const kind of ["contextmenu", "dragstart"]) page.addEventListener(kind, (event) => event.preventDefault());
}

function shut(page: HTMLElement): void {
  for (const link of page.querySelectorAll("a[href]:not([href^='#'])")) link.removeAttribute("href");
  for (const player of page.querySelectorAll("audio[controls]:not([controlslist])")) player.setAttribute("controlslist", "nodownload noplaybackrate noremoteplayback");
}

function leads(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a[href]:not([href^='#'])") !== null;
}
