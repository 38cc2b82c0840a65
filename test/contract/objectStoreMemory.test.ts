import type { Digest } from '../../src/base/digest';
import { memoryStore } from '../../src/store/memoryStore';
import { objectStoreContract } from './objectStore';

objectStoreContract('memory', () => {
  const objects = new Map<Digest, Buffer>();
  return {
    store: memoryStore(objects),
    damage: (digest) => {
      const bytes = objects.get(digest);
      if (bytes) bytes[0] = (bytes[0] as number) ^ 1;
    },
  };
});
