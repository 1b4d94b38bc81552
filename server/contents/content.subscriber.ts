import type { EventSubscriber, FlushEventArgs } from '@mikro-orm/core';
import { getsContent } from './gets-content.ts';
import type { ContentHolder, GivenContent } from './given-content.ts';
import { keepContents, storeContents } from './store-contents.ts';

/** Before a flush writes records with contents, stores the given contents and marks existing ones as used. */
export class ContentSubscriber implements EventSubscriber {
  async onFlush({ em, uow }: FlushEventArgs): Promise<void> {
    const holders = uow
      .getChangeSets()
      .filter(getsContent)
      .map(({ entity }) => entity as ContentHolder);
    if (holders.length === 0) return;
    const given = new Map<string, GivenContent>();
    for (const { sha256, given: content } of holders)
      if (content?.sha256 === sha256) given.set(sha256, content);
    await storeContents(em, given.values());
    await keepContents(
      em,
      holders.flatMap(({ sha256 }) => (given.has(sha256) ? [] : sha256)),
    );
  }
}
