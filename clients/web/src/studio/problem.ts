import { Problem } from "./api";
import { say } from "./strings";

/** What to tell a person about something that failed. */
export function kindly(failure: unknown): string {
  if (!(failure instanceof Problem)) {
    console.error(failure);
    return say("failed");
  }
  if (failure.unreachable) return say("unreachable");
  if (failure.retryAfter > 0) return `${failure.detail} ${say("waitSeconds", { seconds: failure.retryAfter })}`;
  return failure.detail || say("failed");
}
