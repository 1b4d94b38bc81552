'use client';

import type { TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { MultiSelect, type MultiSelectProps, Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';

type Choice = { id: string; name: string | null; notes?: string | string[] | null };

/** A query for the options of a field that refers to a kind of record. */
export type Choices = TypedDocumentNode<
  { page: { totalCount: number; nodes: Choice[] } },
  { search?: string | null }
>;

const labelOf = ({ id, name, notes }: Choice) => [name ?? id, ...[notes ?? []].flat().slice(0, 1)].join('  ');

/** The options: the first 200 records, the chosen ones, and if there are more the matches of the search. */
function useChoices(choices: Choices, chosen: string[]) {
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words, 150);
  const { data: all } = useQuery(choices, { variables: { search: null } });
  const large = (all?.page.totalCount ?? 0) > 200;
  const { data: found } = useQuery(choices, {
    variables: { search: search || null },
    skip: !large || !search,
  });
  const known = new Map(
    [...(all?.page.nodes ?? []), ...(found?.page.nodes ?? [])].map((one) => [one.id, one]),
  );
  for (const id of chosen) if (!known.has(id)) known.set(id, { id, name: id });
  const data = [...known.values()].map((one) => ({ value: one.id, label: labelOf(one) }));
  return { data, setWords };
}

type One = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  choices: Choices;
  value?: string;
  onChange?: (id: string) => void;
  /** Options that are no record, shown first. */
  besides?: { value: string; label: string }[];
};

/** A field for one record, or none. */
export function RecordPicker({ choices, value = '', onChange, besides = [], ...props }: One) {
  const isRecord = value !== '' && !besides.some((one) => one.value === value);
  const { data, setWords } = useChoices(choices, isRecord ? [value] : []);
  return (
    <Select
      searchable
      clearable={besides.length === 0}
      clearButtonProps={{ 'aria-label': `Clear ${String(props.label)}` }}
      allowDeselect={false}
      nothingFoundMessage="No matches"
      data={[...besides, ...data]}
      value={value || (besides.length > 0 ? '' : null)}
      onSearchChange={setWords}
      onChange={(id) => onChange?.(id ?? '')}
      {...props}
    />
  );
}

type Many = Omit<MultiSelectProps, 'data' | 'value' | 'onChange'> & {
  choices: Choices;
  value?: string[];
  onChange?: (ids: string[]) => void;
};

/** A field for several records, in the order of choice. */
export function RecordsPicker({ choices, value = [], onChange, placeholder, ...props }: Many) {
  const { data, setWords } = useChoices(choices, value);
  return (
    <MultiSelect
      searchable
      nothingFoundMessage="No matches"
      placeholder={value.length > 0 ? undefined : placeholder}
      data={data}
      value={value}
      onSearchChange={setWords}
      onChange={onChange}
      {...props}
    />
  );
}
