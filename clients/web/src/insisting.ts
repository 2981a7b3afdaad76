import { Backoff } from "./backoff";
import { insist } from "./site";
import type { Notice } from "./ui/notice";

/** Ask the house until it answers; meanwhile the page says that it does not. */
export async function insisting<T>(notice: Notice, ask: () => Promise<T>): Promise<T> {
  const backoff = new Backoff();
  const answer = await insist(ask, () => backoff.next(), () => notice.set("noServer", true));
  notice.set("noServer", false);
  return answer;
}
