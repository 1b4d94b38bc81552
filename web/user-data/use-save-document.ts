'use client';

import { useApolloClient, useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { evictLists } from '../apollo/evict-lists';
import type { DocumentFragment } from '../generated/graphql';
import { problemOf } from '../parts/problem';
import { type Content, contentOf, inputOf, sameContent } from './document-content';
import { CreateDocument, DocumentQuery, UpdateDocument } from './user-data-queries';

type Values = { name: string; content: Content };

/** Creates or updates a document; a `CONFLICT` does not throw: the newer version is returned as `newer`. */
export function useSaveDocument(stored?: DocumentFragment) {
  const client = useApolloClient();
  const update = evictLists('userDataDocuments', 'instance');
  const [create, creating] = useMutation(CreateDocument, { update });
  const [change, changing] = useMutation(UpdateDocument, { update });
  const [known, setKnown] = useState(stored);
  const [newer, setNewer] = useState<DocumentFragment>();

  const save = async ({ name, content }: Values, over = known): Promise<DocumentFragment | undefined> => {
    if (!known || !over) {
      const { data } = await create({ variables: { input: { name, ...inputOf(content) } } });
      return data?.createUserData.userData ?? undefined;
    }
    const changes = {
      ...(name !== known.name && { name }),
      ...(!sameContent(content, contentOf(known)) && inputOf(content)),
    };
    try {
      const { data } = await change({
        variables: { input: { id: over.id, ifVersion: over.version, ...changes } },
      });
      setNewer(undefined);
      return data?.updateUserData.userData ?? undefined;
    } catch (error) {
      if (problemOf(error).code !== 'CONFLICT') throw error;
      const variables = { id: known.id };
      const fresh = await client.query({ query: DocumentQuery, variables, fetchPolicy: 'network-only' });
      setNewer(fresh.data?.userData ?? undefined);
      return undefined;
    }
  };
  const take = (theirs: DocumentFragment) => {
    setKnown(theirs);
    setNewer(undefined);
  };
  const busy = creating.loading || changing.loading;
  return { known, save, busy, newer, take, settle: () => setNewer(undefined) };
}
