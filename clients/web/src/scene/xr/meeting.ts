import { Vector3 } from "three";
import type { Mesh } from "three";
import type { Hand } from "./hand";

/** Where a hand's ray meets the front of a flat card, in the card's own measures from its middle; null where it does not. */
export function meeting(hand: Hand, card: Mesh): { x: number; y: number } | null {
  if (!hand.aims) return null;
  const [origin, direction] = hand.beam.map((vector) => new Vector3(...vector));
  const from = card.worldToLocal(origin!.clone());
  const way = card.worldToLocal(origin!.add(direction!)).sub(from);
  if (from.z <= 0 || way.z >= 0) return null;
  const { x, y } = from.addScaledVector(way, -from.z / way.z);
  return { x, y };
}
