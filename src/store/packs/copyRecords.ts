import { createHash } from 'node:crypto';

import { OBJECT_HEAD, PACK_MAGIC, readUint, RECORD, writeUint } from './packFormat';
import { readAll, writeAll } from '../readWrite';

/**
 * Copies the objects of some records to the same places of another pack, each proven; false where one of them
 * cannot be read back as what it was.
 */
export function copyRecords(from: number, to: number, records: Buffer): boolean {
  let room = Buffer.alloc(0);
  writeAll(to, PACK_MAGIC, 0);
  for (let at = 0; at < records.length; at += RECORD) {
    const offset = readUint(records, at + 32);
    const size = readUint(records, at + 40);
    if (room.length < OBJECT_HEAD + size) room = Buffer.allocUnsafeSlow(OBJECT_HEAD + size);
    const bytes = room.subarray(OBJECT_HEAD, OBJECT_HEAD + size);
    if (!readAll(from, bytes, offset)) return false;
    const digest = createHash('sha256').update(bytes).digest();
    if (digest.compare(records, at, at + 32) !== 0) return false;
    digest.copy(room);
    writeUint(room, size, 32);
    writeAll(to, room.subarray(0, OBJECT_HEAD + size), offset - OBJECT_HEAD);
  }
  return true;
}
