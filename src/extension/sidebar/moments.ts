import * as vscode from 'vscode';

/** A moment as people here write it, as short as it can be: the time today, the day before, the date before that. */
export function momentText(at: number, now: number): string {
  const when = new Date(at);
  // no AM or PM: there is little room beside it
  const time: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  const language = vscode.env.language;
  if (when.toDateString() === new Date(now).toDateString()) {
    return when.toLocaleTimeString(language, time);
  }
  const days = (now - at) / DAY_MS;
  const day: Intl.DateTimeFormatOptions =
    days < 6
      ? { weekday: 'short' }
      : days < 300
        ? { day: 'numeric', month: 'short' }
        : { day: 'numeric', month: 'short', year: 'numeric' };
  return when.toLocaleString(language, { ...day, ...(days < 300 ? time : {}) });
}

const DAY_MS = 24 * 3600 * 1000;
