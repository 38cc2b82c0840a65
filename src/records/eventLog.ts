import * as fs from 'node:fs';
import * as path from 'node:path';

import { isNumber, isObject, isText, isWhole } from '../base/shape';
import type { RunEvent, RunEventBody } from './events';

/** The events of one run: `events.jsonl` in its folder. */
export interface EventLog {
  /** Absolute; may not be there yet. */
  readonly file: string;
  /**
   * Numbers, times and writes an event by one synchronous write, so that a crash tears no more than the
   * last line. Reused steps, which come by the thousand and start nothing, are written together, at
   * the latest when this thread is next idle.
   */
  append(body: RunEventBody): RunEvent;
  /** What is there so far, in order; a torn last line is left out. */
  readEvents(): RunEvent[];
  close(): void;
}

/** Opens the log of a run; nothing is written before the first event. */
export function openEventLog(folder: string, now: () => number): EventLog {
  const file = path.join(folder, EVENTS_FILE);
  let descriptor: number | null = null;
  let last = 0;
  let held = '';
  let soon: NodeJS.Immediate | null = null;
  const flush = (): void => {
    if (soon !== null) clearImmediate(soon);
    soon = null;
    const text = held;
    held = '';
    if (text !== '' && descriptor !== null) fs.writeSync(descriptor, text);
  };
  return {
    file,
    append: (body) => {
      if (descriptor === null) {
        fs.mkdirSync(folder, { recursive: true });
        last = endOfLog(file);
        descriptor = fs.openSync(file, 'a');
      }
      const event: RunEvent = { ...body, number: ++last, at: now() };
      held += `${JSON.stringify(event)}\n`;
      if (body.type !== 'step-reused' || held.length > HELD_AT_MOST) flush();
      else soon ??= setImmediate(flush);
      return event;
    },
    readEvents: () => {
      flush();
      return readEventsFrom(file, 0).events;
    },
    close: () => {
      flush();
      if (descriptor !== null) fs.closeSync(descriptor);
      descriptor = null;
    },
  };
}

/** UTF-16 code units. */
const HELD_AT_MOST = 1 << 16;

/** The name of the log in a run's folder. */
export const EVENTS_FILE = 'events.jsonl';

/**
 * The whole lines from a byte offset on, and the offset to go on from. A torn last line is read when it
 * is whole; a line that is no event is passed over.
 */
export function readEventsFrom(
  file: string,
  offset: number,
): { readonly events: RunEvent[]; readonly next: number } {
  const bytes = readFrom(file, offset);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const events: RunEvent[] = [];
  for (const line of bytes.toString('utf8', 0, end).split('\n')) {
    const event = parseEvent(line);
    if (event !== null) events.push(event);
  }
  return { events, next: offset + end };
}

function readFrom(file: string, offset: number): Buffer {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
  try {
    const length = Math.max(0, fs.fstatSync(descriptor).size - offset);
    const bytes = Buffer.alloc(length);
    let read = 0;
    while (read < length) {
      const more = fs.readSync(descriptor, bytes, read, length - read, offset + read);
      if (more === 0) break;
      read += more;
    }
    return bytes.subarray(0, read);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The number of the last whole event; a torn line behind it is ended, so that the next one stands by itself. */
function endOfLog(file: string): number {
  const { events, next } = readEventsFrom(file, 0);
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > next) fs.appendFileSync(file, '\n');
  return events.at(-1)?.number ?? 0;
}

function parseEvent(line: string): RunEvent | null {
  if (line === '') return null;
  try {
    const value: unknown = JSON.parse(line);
    const isEvent =
      isObject(value) && isText(value['type']) && isWhole(value['number']) && isNumber(value['at']);
    return isEvent ? (value as unknown as RunEvent) : null;
  } catch {
    return null;
  }
}
