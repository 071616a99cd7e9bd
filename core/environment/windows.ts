/**
 * Backup and maintenance windows of RDS: daily `03:00-04:00` and weekly `sun:05:00-sun:06:00`, UTC. The functions take
 * well-formed windows.
 */

const time = /([01]\d|2[0-3]):[0-5]\d/.source;
const day = "(mon|tue|wed|thu|fri|sat|sun)";
export const dailyWindow = new RegExp(`^${time}-${time}$`);
export const weeklyWindow = new RegExp(`^${day}:${time}-${day}:${time}$`);

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const minutesPerDay = 24 * 60;
const minutesPerWeek = 7 * minutesPerDay;
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const shortestMinutes = 30;

/** What is wrong with a daily window, as the end of the sentence `got "...", ...`; undefined if nothing. */
export function dailyWindowProblem(window: string): string | undefined {
  return lengthProblem(window.split("-").map(minuteOfDay), minutesPerDay);
}

/** The same for a weekly window. */
export function weeklyWindowProblem(window: string): string | undefined {
  return lengthProblem(window.split("-").map(minuteOfWeek), minutesPerWeek);
}

function lengthProblem([start = 0, end = 0]: readonly number[], period: number): string | undefined {
  const minutes = (end - start + period) % period;
  return minutes < shortestMinutes ? `which is ${minutes} minutes; RDS needs at least ${shortestMinutes}.` : undefined;
}

/** True if a daily and a weekly window have a moment in common. */
export function windowsOverlap(daily: string, weekly: string): boolean {
  const [dailyStart = 0, dailyEnd = 0] = daily.split("-").map(minuteOfDay);
  const [start = 0, end = 0] = weekly.split("-").map(minuteOfWeek);
  const dailyLength = (dailyEnd - dailyStart + minutesPerDay) % minutesPerDay;
  const length = (end - start + minutesPerWeek) % minutesPerWeek;
  // Two arcs of a circle meet if either one begins within the other.
  const after = (from: number, to: number) => (to - from + minutesPerWeek) % minutesPerWeek;
  return days.some((_, day) => {
    const dayStart = day * minutesPerDay + dailyStart;
    return after(start, dayStart) < length || after(dayStart, start) < dailyLength;
  });
}

function minuteOfDay(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

function minuteOfWeek(time: string): number {
  return days.indexOf(time.slice(0, 3)) * minutesPerDay + minuteOfDay(time.slice(4));
}
