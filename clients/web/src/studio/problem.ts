import { Problem } from "./api";
import { refused } from "./refused/refused";
import { say } from "./strings";

/** What to tell a person about something that failed. */
export function kindly(failure: unknown): string {
  if (!(failure instanceof Problem)) {
    console.error(failure);
    return say("failed");
  }
  if (failure.unreachable) return say("unreachable");
  const detail = refused(failure) || failure.detail || say("failed");
  return failure.retryAfter > 0 ? `${detail} ${say("waitSeconds", { seconds: failure.retryAfter })}` : detail;
}
