import * as vscode from 'vscode';

/** A moment as people here write it, as short as it can be: the time today, the day before, the date before that. */
export function momentText(at: number, now: number): string {
  const when = new Date(at);
  if (when.toDateString() === new Date(now).toDateString()) return timeOf(when);
  const days = (now - at) / DAY_MS;
  const day: Intl.DateTimeFormatOptions =
    days < 6
      ? { weekday: 'short' }
      : days < 300
        ? { day: 'numeric', month: 'short' }
        : { day: 'numeric', month: 'short', year: 'numeric' };
  // no AM or PM: there is little room beside it
  const time: Intl.DateTimeFormatOptions =
    days < 300 ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {};
  return when.toLocaleString(vscode.env.language, { ...day, ...time });
}

/** Written by hand: the first moment that is written by language costs the host some 15 ms, in the middle of a run. */
function timeOf(when: Date): string {
  const twoDigits = (count: number): string => String(count).padStart(2, '0');
  return `${twoDigits(when.getHours())}:${twoDigits(when.getMinutes())}`;
}

const DAY_MS = 24 * 3600 * 1000;
