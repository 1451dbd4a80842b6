/** What keeps a host from starting is said in one line. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { openDataFolder } from '../../local/data-folder.ts';
import { listen } from '../../local/http/api.ts';
import { listeningPort } from '../../local/listening-port.ts';

const warned = vi.spyOn(process, 'emitWarning');
afterEach(() => warned.mockClear());

test('a port that stays taken is named, after some tries and without a warning', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = listeningPort(other);
  await expect(listen(port, new Promise(() => {}))).rejects.toThrow(`Port ${port} is taken`);
  expect(warned).not.toHaveBeenCalled();
  other.close();
});

test('a data folder that cannot be made is named', async () => {
  await expect(openDataFolder('package.json')).rejects.toThrow('The data folder package.json cannot be made');
});
