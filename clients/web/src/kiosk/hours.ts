/** When a kiosk is open on one day, `HH:MM` of its own clock; where `closes` is not after `opens` it stays open past midnight. */
export interface Hours {
  opens: string;
  closes: string;
}

/** Monday first, null for a day of rest; no days at all: always open. */
export type Week = readonly (Hours | null)[];

const DAY_MIN = 24 * 60;

/** Whether a kiosk is open at this moment of its own clock. */
export function isOpen(week: Week, now: Date): boolean {
  if (week.length === 0) return true;
  const [day, minute] = [weekday(now), now.getHours() * 60 + now.getMinutes()];
  const [today, before] = [week[day] ?? null, week[(day + 6) % 7] ?? null];
  if (today !== null && inside(minute, today)) return true;
  return before !== null && pastMidnight(before) && minute < minutes(before.closes);
}

/** The moment at which a closed kiosk opens next, or null where it never does. */
export function nextOpening(week: Week, now: Date): Date | null {
  for (let ahead = 0; ahead <= 7; ahead++) {
    const hours = week[(weekday(now) + ahead) % 7] ?? null;
    if (hours === null) continue;
    const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead, 0, minutes(hours.opens));
    if (at > now) return at;
  }
  return null;
}

function inside(minute: number, hours: Hours): boolean {
  const [opens, closes] = [minutes(hours.opens), pastMidnight(hours) ? DAY_MIN : minutes(hours.closes)];
  return minute >= opens && minute < closes;
}

function pastMidnight({ opens, closes }: Hours): boolean {
  return minutes(closes) <= minutes(opens);
}

function minutes(time: string): number {
  return 60 * Number(time.slice(0, 2)) + Number(time.slice(3, 5));
}

function weekday(date: Date): number {
  return (date.getDay() + 6) % 7;
}
