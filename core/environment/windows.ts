/** Backup and maintenance windows of RDS: daily `03:00-04:00` and weekly `sun:05:00-sun:06:00`, UTC. */

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const minutesPerDay = 24 * 60;
const minutesPerWeek = 7 * minutesPerDay;
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const shortestMinutes = 30;

/** What is wrong with a daily window, as the end of the sentence `got "...", ...`; undefined if nothing. */
export function dailyWindowProblem(window: string): string | undefined {
  const [start, end] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(window)?.slice(1).map(minuteOfDay) ?? [];
  if (start === undefined || end === undefined) return 'must be a daily window in UTC such as "03:00-04:00".';
  return lengthProblem(start, end, minutesPerDay);
}

/** The same for a weekly window. */
export function weeklyWindowProblem(window: string): string | undefined {
  const [start, end] = /^(\w{3}:\d\d:\d\d)-(\w{3}:\d\d:\d\d)$/.exec(window)?.slice(1).map(minuteOfWeek) ?? [];
  if (start === undefined || end === undefined) return 'must be a weekly window in UTC such as "sun:05:00-sun:06:00".';
  return lengthProblem(start, end, minutesPerWeek);
}

function lengthProblem(start: number, end: number, period: number): string | undefined {
  const minutes = (end - start + period) % period;
  return minutes < shortestMinutes ? `is ${minutes} minutes long, RDS needs ${shortestMinutes} at least.` : undefined;
}

/** True if a daily and a weekly window, both well-formed, have a moment in common. */
export function windowsOverlap(daily: string, weekly: string): boolean {
  const [dailyStart = 0, dailyEnd = 0] = daily.split("-").map((time) => minuteOfDay(time) ?? 0);
  const [start = 0, end = 0] = weekly.split("-").map((time) => minuteOfWeek(time) ?? 0);
  const dailyLength = (dailyEnd - dailyStart + minutesPerDay) % minutesPerDay;
  const length = (end - start + minutesPerWeek) % minutesPerWeek;
  // Two arcs of a circle meet if either one begins within the other.
  const after = (from: number, to: number) => (to - from + minutesPerWeek) % minutesPerWeek;
  return days.some((_, day) => {
    const dayStart = day * minutesPerDay + dailyStart;
    return after(start, dayStart) < length || after(dayStart, start) < dailyLength;
  });
}

function minuteOfDay(time: string): number | undefined {
  const [hour = NaN, minute = NaN] = time.split(":").map(Number);
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined;
}

function minuteOfWeek(time: string): number | undefined {
  const day = days.indexOf(time.slice(0, 3));
  const minute = minuteOfDay(time.slice(4));
  return day < 0 || minute === undefined ? undefined : day * minutesPerDay + minute;
}
