import type { TypedDocumentNode } from '@apollo/client';
import type { UseFormReturnType } from '@mantine/form';
import type { ComponentType } from 'react';
import type { NameOrder, Outcome } from '../generated/graphql';
import type { Column } from '../parts/data-table';
import type { Fact } from '../parts/facts';
import type { Connection } from '../parts/list-page';

/** A record with a unique name. */
export type NamedRecord = {
  id: string;
  name: string;
  version: number;
  createdAt: string;
  updatedAt: string;
  viewerCanUpdate: boolean;
};

/** The first objects that depend on a record, and their total number. */
export type Users = {
  totalCount: number;
  nodes: { id: string; title: string; detail?: string | string[] | null }[];
};

type ListVariables = {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
  search?: string | null;
  orderBy?: NameOrder | null;
};

type Removal = { id: string; ifVersion?: number | null; force?: boolean };
export type Done<Row> = { done: { outcome: Outcome; record?: Row | null } };

/** The operations of a kind. The aliases `page`, `record`, `used` and `done` give all kinds the same result types. */
type Documents<Row, Input> = {
  list: TypedDocumentNode<{ page: Connection<Row> }, ListVariables>;
  one: TypedDocumentNode<{ record?: Row | null }, { id: string }>;
  users: TypedDocumentNode<{ record?: { id: string; used: Users } | null }, { id: string }>;
  create: TypedDocumentNode<Done<Row>, { input: Input }>;
  update: TypedDocumentNode<Done<Row>, { input: Partial<Input> & { id: string; ifVersion: number } }>;
  remove: TypedDocumentNode<{ done: { outcome: Outcome } }, { input: Removal }>;
};

/** The description of a kind of named record. The components are the same for all kinds. */
export type RecordKind<Row extends NamedRecord, Values extends { name: string }, Input> = {
  words: { one: string; many: string };
  /** The GraphQL type, as in the names of operations. */
  type: string;
  /** The name of the API's field for one record. */
  property: string;
  /** The path above the pages of single records. */
  path: string;
  /** The path of the list. */
  listPath: string;
  permission: string;
  documents: Documents<Row, Input>;
  columns: Column<Row>[];
  /** Shown in the empty list. */
  invitation: string;
  /** The objects that use a record: their path, names, and what a deletion of the record does to them. */
  users: { path: string; one: string; many: string; fate: string };
  empty: Values;
  valuesOf: (row: Row) => Values;
  /** The input for the values; undefined fields are not changed. */
  inputOf: (values: Values) => Input;
  /** The form field for a path of the input; the default is the first name of the path. */
  fieldOf?: (path: string[]) => string | undefined;
  /** Values that a conflict does not show in plain text. */
  secret?: readonly (keyof Values)[];
  Fields: ComponentType<{ form: UseFormReturnType<Values>; stored?: Row }>;
  factsOf: (row: Row) => Fact[];
};
