import { language } from "../strings";

/** Bytes as people say them: 12 kB, 3.4 MB. */
export function bytes(count: number): string {
  const [unit, size] = count >= 1e9 ? ["gigabyte", count / 1e9] as const : count >= 1e6 ? ["megabyte", count / 1e6] as const : ["kilobyte", count / 1e3] as const;
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: size >= 10 || unit === "kilobyte" ? 0 : 1 }).format(size);
}

/** A while as people say it, rounded up: 20 sec, 4 min, 2 hr. */
export function while_(seconds: number): string {
  const [unit, size] = seconds >= 5400 ? ["hour", seconds / 3600] as const : seconds >= 90 ? ["minute", seconds / 60] as const : ["second", Math.max(5, Math.ceil(seconds / 5) * 5)] as const;
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "short" }).format(Math.ceil(size));
}
