import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { contentFieldsOf } from '../contents/content-fields.ts';
import type { Context } from '../graphql/context.ts';
import { findPage, PageArgs } from '../graphql/page.ts';
import { IsName } from '../graphql/validators.ts';
import { InstanceConnection } from '../instances/instance.connection.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { Named, NamedKind } from '../records/named-kind.ts';
import type { WriteRequest } from '../records/writable-kind.ts';
import { namedResolvers } from '../records/named-resolvers.ts';
import {
  archivedUserData,
  machinesWithUserData,
  releaseUserData,
  userDataUsers,
} from './delete-user-data.ts';
import { contentOfDocument, putBackRevisions } from './restore-user-data.ts';
import { revisionsOf, RevisionConnection } from './find-revisions.ts';
import { revisionResolvers } from './revision.resolver.ts';
import { readContent } from './user-data-content.ts';
import { UserData } from './user-data.entity.ts';
import { UserDataChanges, UserDataFilter } from './user-data.inputs.ts';
import { userDataPayloads } from './user-data.payloads.ts';
import { userDataDocuments } from './user-data.references.ts';

const kind: NamedKind<UserData, UserDataChanges> = {
  of: userDataDocuments,
  property: 'userData',
  words: { one: 'a user-data document', many: 'user-data documents' },
  plural: { query: 'userDataDocuments', list: 'documents' },
  changes: UserDataChanges,
  creation: UserDataChanges,
  nameRule: IsName,
  list: {
    filter: UserDataFilter,
    where: (filter: UserDataFilter) => ({
      name: { $ne: null },
      ...(filter.kind ? { kind: filter.kind } : {}),
    }),
  },
  payloads: userDataPayloads,
  make: (name) => new UserData(name),
  plan: async (requests, { config }) =>
    requests.map((one) => {
      const content = contentOf(one, config.USER_DATA_LIMIT);
      return (userData) => void (content && userData.replace(content));
    }),
  users: userDataUsers,
  machinesWith: machinesWithUserData,
  guardedFields: { name: ['name'], text: ['sha256'], content: ['sha256'] },
  archived: archivedUserData,
  restoring: {
    inputFrom: async (document, em) => ({ content: await contentOfDocument(em, document) }),
    settle: (em, { id }, { status }) => putBackRevisions(em, id, status.revisions),
  },
  release: releaseUserData,
};

/** The content that an input gives; a new document must have one. */
function contentOf(
  { input, record, problems }: WriteRequest<UserData, Named<UserDataChanges>>,
  limit: number,
) {
  const content = readContent(input, { text: 'text', bytes: 'content' }, { problems, limit });
  const isReadable = !problems.at('content').any && !problems.at('text').any;
  if (!content && !record && isReadable)
    problems.add('text', {
      code: 'BAD_USER_INPUT',
      message: 'A user-data document has a content.',
      hint: 'Give text or content.',
    });
  return content;
}

/** The fields of a document that are not columns. */
@Resolver(() => UserData)
class UserDataFieldsResolver {
  @FieldResolver(() => RevisionConnection, {
    description: 'The last 100 revisions, the present one first; each can be restored.',
  })
  @Needs('user-data:read')
  revisions(@Root() { id }: UserData, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    return revisionsOf(em, id, args);
  }

  @FieldResolver(() => InstanceConnection, { description: 'The instances that get the document.' })
  instances(@Root() { id }: UserData, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    const list = `instances of ${id}`;
    return findPage(em, Instance, { list, args, where: { userData: id }, order: { hostnameKey: 'asc' } });
  }
}

export const userDataResolvers = [
  ...namedResolvers(kind, 'user-data'),
  UserDataFieldsResolver,
  contentFieldsOf(UserData, { names: { bytes: 'content', text: 'text' }, cost: 20 }),
  ...revisionResolvers,
] as const;
