// Papers that merchants hand in: kept with a line in the audit log, found by their id.
import type { Files } from '../../engine/files.ts';
import { randomHex } from '../../kernel/random.ts';
import type { DirectoryStore } from './directory-store.ts';

export function createFiles(store: DirectoryStore): Files {
  const couldBeId = (id: string) => /^[0-9a-f]{32}$/.test(id);
  return {
    async keep(file) {
      const id = randomHex(16);
      const { merchantId, name, type } = file;
      await store.write(async (writer) => {
        await writer.insertFile(id, file);
        const who = `merchant ${merchantId}`;
        await writer.audit({ who, action: 'file.upload', object: id, details: { name, type } });
      });
      return id;
    },
    isKept: async (merchantId, id) => couldBeId(id) && store.isFileKept(merchantId, id),
    find: async (id) => (couldBeId(id) ? store.findFile(id) : undefined),
  };
}
