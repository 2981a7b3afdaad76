/** Where one is in the studio, kept behind the # so that one address serves all and no log sees it. */

export interface Place {
  /** Id of a site; empty in the house. */
  site: string;
  /** The section, such as `facts`, `review` or, in the house, `people`; empty on the first page. */
  section: string;
  /** What is open in it. */
  rest: readonly string[];
}

/** A one-time ticket that came with the address, such as `#sign-in=…`. */
export interface Ticket {
  word: string;
  secret: string;
}

const TICKET = /^#?(sign-in|invitation|refused)=([^&/]*)/;

/** `#/sites/inn/facts/age` → site `inn`, section `facts`, rest `["age"]`; `#/people` → the house's section `people`. */
export function placeOf(hash: string): Place {
  const parts = hash.replace(/^#?\/?/, "").split("/").filter((part) => part !== "").map(decoded);
  if (parts[0] === "sites") return { site: parts[1] ?? "", section: parts[2] ?? "", rest: parts.slice(3) };
  return { site: "", section: parts[0] ?? "", rest: parts.slice(1) };
}

export function addressOf(place: Partial<Place>): string {
  const parts = [...(place.site ? ["sites", place.site] : []), ...(place.section ? [place.section, ...(place.rest ?? [])] : [])];
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

/** The ticket in an address, undefined where there is none. */
export function ticketOf(hash: string): Ticket | undefined {
  const found = TICKET.exec(hash);
  return found ? { word: found[1]!, secret: decoded(found[2]!) } : undefined;
}

/** Go there; `replace` leaves no step to come back to. */
export function go(place: Partial<Place>, replace = false): void {
  const address = addressOf(place);
  if (!replace) {
    location.hash = address;
    return;
  }
  history.replaceState(null, "", address);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
