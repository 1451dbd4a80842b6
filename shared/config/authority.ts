import type { SourceSettings } from './settings.ts';

const EVERY_LIST = '*';

/** Whether a source may report on a list: its own, one it is configured for, or any where its own is every list. */
export function isWithinAuthority(list: string, source: Pick<SourceSettings, 'list' | 'lists'>): boolean {
  return source.list === EVERY_LIST || source.list === list || source.lists.includes(list);
}
