'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { graphql } from '../generated';
import type { InstanceFilter, InstanceOrder } from '../generated/graphql';
import { directionOf, sortedTimes, sortParsers } from '../parts/list-state';

export const InstanceListQuery = graphql(`
  query InstanceList(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $filter: InstanceFilter
    $search: String
    $orderBy: InstanceOrder
  ) {
    instances(
      first: $first
      after: $after
      last: $last
      before: $before
      filter: $filter
      search: $search
      orderBy: $orderBy
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        ...InstanceRow
      }
    }
  }
  fragment InstanceRow on Instance {
    id
    instanceId
    hostname
    externalId
    addresses
    mac
    availabilityZone
    instanceType
    createdAt
    updatedAt
    tags {
      key
      value
    }
    keys {
      id
      name
    }
    userData {
      id
      name
      kind
      size
    }
    metadataOptions {
      httpEndpoint
      httpTokens
    }
  }
`);

const tokenChoices = ['OPTIONAL', 'REQUIRED'] as const;
const orderFields = { hostname: 'HOSTNAME', ...sortedTimes } as const;
const sortColumns = Object.keys(orderFields) as (keyof typeof orderFields)[];

const parsers = {
  q: parseAsString.withDefault(''),
  tag: parseAsString.withDefault(''),
  zone: parseAsString.withDefault(''),
  tokens: parseAsStringLiteral(tokenChoices),
  key: parseAsString,
  userData: parseAsString,
  ...sortParsers(sortColumns, 'hostname'),
};

/** The filters and the order of the list, kept in the URL so that it can be linked. */
export function useInstanceFilters() {
  return useQueryStates(parsers, { history: 'replace' });
}

export type InstanceFilters = ReturnType<typeof useInstanceFilters>[0];

export const noFilters = { q: '', tag: '', zone: '', tokens: null, key: null, userData: null };

export function isFiltered({ q, tag, zone, tokens, key, userData }: InstanceFilters): boolean {
  return Boolean(q || tag || zone || tokens || key || userData);
}

export function listVariables({ q, tag, zone, tokens, key, userData, sort, direction }: InstanceFilters) {
  const [tagKey = '', tagValue] = tag.split('=', 2);
  const filter: InstanceFilter = {};
  if (tagKey) filter.tag = { key: tagKey, ...(tagValue !== undefined && { value: tagValue }) };
  if (zone) filter.availabilityZone = zone;
  if (tokens) filter.httpTokens = tokens;
  if (key) filter.key = key;
  if (userData) filter.userData = userData;
  const orderBy: InstanceOrder = {
    field: orderFields[sort],
    direction: directionOf(direction),
  };
  return { filter, search: q || null, orderBy };
}
