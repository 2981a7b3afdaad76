import { Everyone } from "../access/companion";
import { App } from "../app";
import { Backoff } from "../backoff";
import { Keys } from "../keys/companion";
import { insist } from "../site";
import { say, speak } from "../strings";
import { byId, translate } from "../ui/page";
import { fetchTold } from "./house";
import { isOpen } from "./hours";
import { Kiosk } from "./kiosk";
import { Resting } from "./resting";
import { wipe, wipeNow } from "./wipe";

const site = decodeURIComponent(location.pathname.split("/").filter(Boolean)[1] ?? "");

async function open(): Promise<void> {
  // Whatever a cut of power left of a visit.
  wipeNow();
  void wipe();
  translate(await speak(navigator.languages));
  const backoff = new Backoff();
  const told = await insist(() => fetchTold(site), () => backoff.next(), () => (byId("leaving").textContent = say("noServer")));
  const wished = location.hash.endsWith("+rest");
  if (told === null) byId("leaving").textContent = say("kioskNoSite");
  else if (wished || !isOpen(told.rules.hours, new Date())) new Resting(told, wished);
  else await new App({ site, device: "kiosk", joining: [(app) => new Kiosk(app, told), (app) => new Everyone(app), (app) => new Keys(app)] }).run();
}

void open();
