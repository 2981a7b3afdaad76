import { get, post } from "./api";
import { kindly } from "./problem";
import { say } from "./strings";

/** What people call the institution that signs people in here; null where there is none, or it cannot be known. */
export async function institution(): Promise<string | null> {
  return get<{ institution: string | null }>("/api/sign-in").then(({ institution: name }) => name, () => null);
}

/** Leave a door for the institution, with an invitation where one is to be accepted; the browser goes away with this, or the door says why not. */
export async function leave(door: { busy: boolean; failure: string }, invitation = ""): Promise<void> {
  door.busy = true;
  door.failure = "";
  try {
    location.assign((await post<{ address: string }>("/api/sign-in/institution", { invitation })).address);
  } catch (problem) {
    door.failure = kindly(problem);
    door.busy = false;
  }
}

/** Why the institution's sign-in did not lead here, by the word that came back with the browser. */
export function refusedBecause(reason: string): string {
  return say(reason === "gone" ? "goneRefused" : reason === "taken" ? "takenRefused" : "institutionRefused");
}
