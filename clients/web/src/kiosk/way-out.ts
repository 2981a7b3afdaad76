/** The address that a phone opens to go on with the tour: site, language and stop; `code` takes the visit itself along. */
export function wayOut(address: string, { site, language, stop, code }: { site: string; language: string; stop: string | null; code?: string | undefined }): string {
  const asked = new URLSearchParams({ site, language, ...(stop !== null && { stop }) });
  return `${address}/?${asked}${code === undefined ? "" : `#take=${encodeURIComponent(code)}`}`;
}

/** Where phones reach the house: what it says, else this page's own address unless that is this very machine; else nowhere. */
export function reached(said: string, page: { origin: string; hostname: string }): string {
  if (said !== "") return said;
  const here = page.hostname === "localhost" || page.hostname.endsWith(".localhost") || page.hostname.startsWith("127.") || page.hostname === "[::1]";
  return here ? "" : page.origin;
}
