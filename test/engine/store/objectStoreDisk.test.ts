import { objectStoreContract } from '../../contract/objectStore';
import { damageObject, newStore } from './support';

objectStoreContract('disk', () => {
  const { store, folder } = newStore();
  return { store, damage: (digest) => damageObject(folder, digest) };
});
