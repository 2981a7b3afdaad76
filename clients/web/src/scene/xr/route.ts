import type { Site, Stop } from "../../site";
import type { Vector } from "../../wire.gen";

/** The stops of a tour in their order; all of a site's where no tour is chosen. */
export function stopsOf(site: Site, tour: string | null): Stop[] {
  const order = site.tours.find(({ id }) => id === tour)?.stops;
  return order === undefined ? site.stops : order.flatMap((id) => site.stops.find((stop) => stop.id === id) ?? []);
}

/** Where one goes next: the first stop after the one that was seen last that was not seen yet, else the first not seen; null at the end. */
export function nextStop(stops: readonly Stop[], seen: ReadonlySet<string>, last: string | null): Stop | null {
  const at = stops.findIndex(({ id }) => id === last);
  const fresh = ({ id }: Stop): boolean => !seen.has(id);
  return stops.slice(at + 1).find(fresh) ?? stops.find(fresh) ?? null;
}

/** The stop in whose circle these feet are, the nearest of several. */
export function stopAt(stops: readonly Stop[], [x, y, z]: Vector): string | null {
  const far = ({ position }: Stop): number => Math.hypot(x - position[0], z - position[2]);
  const inside = stops.filter((stop) => far(stop) <= stop.radius && Math.abs(y - stop.position[1]) < 3);
  return inside.sort((a, b) => far(a) - far(b))[0]?.id ?? null;
}
