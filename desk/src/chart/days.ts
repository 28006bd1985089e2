// Days as whole numbers, without time zones.

const DAY = 86_400_000;

/** Days since 1970-01-01 of an ISO day; NaN if it is none. */
export function dayNumber(iso: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(iso) ? Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY) : NaN;
}

export function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Marks for an axis: years, months or days, about `most` of them, each with a short name. */
export function axis(first: number, last: number, most: number): { day: number; name: string }[] {
  const days = last - first + 1;
  const from = new Date(first * DAY);
  const marks: { day: number; name: string }[] = [];
  const months = days / 30.4;
  if (months < 2) {
    const step = Math.max(1, Math.ceil(days / most));
    for (let day = first; day <= last; day += step) marks.push({ day, name: isoDay(day).slice(5) });
    return marks;
  }
  const steps = [1, 2, 3, 6, 12, 24, 60, 120, 240];
  const step = steps.find((s) => months / s <= most) ?? 600;
  const start = from.getUTCFullYear() * 12 + from.getUTCMonth();
  for (let month = Math.ceil(start / step) * step; ; month += step) {
    const day = Math.round(Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY);
    if (day > last) return marks;
    if (day >= first) marks.push({ day, name: step < 12 ? isoDay(day).slice(0, 7) : isoDay(day).slice(0, 4) });
  }
}

/** A round number at or above `n`, for the top of an axis. */
export function roundUp(n: number): number {
  if (n <= 1) return 1;
  const ten = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 2.5, 5, 10].map((k) => k * ten).find((k) => k >= n && Number.isInteger(k)) ?? 10 * ten;
}
