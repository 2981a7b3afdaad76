/** Where the service worker keeps the page's own files, one cache a version. */
export const PAGE = "caravanserai-page-";
/** Where the places are kept that may be visited without a network, one cache a site. */
export const PLACE = "caravanserai-place-";

/** The page asks the worker to keep these of its own files, which it has fetched. */
export interface KeepFiles {
  kind: "keep";
  files: string[];
}

/** A newer worker may take over, where no other page is open. */
export interface TakeOver {
  kind: "take-over";
}
