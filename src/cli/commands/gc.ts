import { ok } from '../../base/result';
import { countText, sizeText } from '../../present/amounts';
import { examples, given } from '../call';
import type { Define } from '../call';
import { timeSpan } from '../numbers';

interface Options {
  readonly dryRun?: true;
  readonly grace?: number;
  readonly takeOver?: true;
  readonly exactly?: string;
}

/** `gc`: frees bytes that no version, no pinned, live or recent run needs. */
export const define: Define = (command, does) => {
  command
    .option('-n, --dry-run', 'only tell what would be removed')
    .option(
      '--grace <time>',
      'spare what is younger, such as 12h or 7d; a day when left out',
      timeSpan,
    )
    .option(
      '--take-over',
      'spare no run that cannot be asked whether it lives, silent for a minute',
    )
    .option('--exactly <digest>', 'remove only what the dry run of this digest told of, or nothing')
    .addHelpText(
      'after',
      examples(
        ['reprise gc --dry-run', 'what would go'],
        ['reprise gc', 'remove it'],
        ['reprise gc --grace 7d', 'spare everything of the last week'],
      ),
    )
    .action((options: Options) =>
      does(async ({ engine, where }) => {
        const freed = await engine.freeSpace({
          ...where,
          dryRun: options.dryRun ?? false,
          ...given({
            graceMs: options.grace,
            takeOver: options.takeOver,
            exactly: options.exactly,
          }),
        });
        if (!freed.ok) return freed;
        const { swept, rooms, keptRooms, temporary, dryRun, digest } = freed.value;
        const stays = keptRooms.map((room) => `Kept, and yours to remove: ${room}\n`).join('');
        const what = [
          `${countText(swept.objects, 'object')}, ${sizeText(swept.bytes)}`,
          ...(rooms.length > 0 ? [countText(rooms.length, 'left room')] : []),
          ...(temporary.length > 0 ? [countText(temporary.length, 'left run folder')] : []),
        ].join(', and ');
        return ok({
          json: {
            dryRun,
            objects: swept.objects,
            bytes: swept.bytes,
            rooms,
            keptRooms,
            temporary,
            digest,
          },
          text: () => `${dryRun ? 'Would remove' : 'Removed'} ${what}.\n${stays}`,
        });
      }),
    );
};
