import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { SearchBox } from '../parts/search-box';
import { type InstanceFilters, isFiltered, noFilters } from './instance-list-query';
import classes from './instance-list.module.css';

type Props = {
  filters: InstanceFilters;
  onChange: (filters: Partial<InstanceFilters>) => void;
  children: ReactNode;
};

export function InstanceFilterBar({ filters, onChange, children }: Props) {
  return (
    <search className={classes.bar} aria-label="Filter instances">
      <SearchBox
        label="Search instances"
        placeholder="Hostname, address, MAC, id, tag"
        value={filters.q}
        onChange={(q) => onChange({ q })}
      />
      <LateInput
        label="Tag"
        placeholder="Tag: key or key=value"
        value={filters.tag}
        onChange={(tag) => onChange({ tag })}
      />
      <LateInput
        label="Zone"
        placeholder="Zone"
        value={filters.zone}
        onChange={(zone) => onChange({ zone })}
      />
      <Select
        aria-label="Tokens"
        placeholder="Tokens"
        clearable
        clearButtonProps={{ 'aria-label': 'Any tokens' }}
        w={150}
        data={[
          { value: 'OPTIONAL', label: 'v1 and v2' },
          { value: 'REQUIRED', label: 'v2 only' },
        ]}
        value={filters.tokens}
        onChange={(tokens) => onChange({ tokens: tokens as InstanceFilters['tokens'] })}
      />
      {isFiltered(filters) && (
        <Button variant="subtle" onClick={() => onChange(noFilters)}>
          Clear filters
        </Button>
      )}
      {children}
    </search>
  );
}

type LateProps = { label: string; placeholder: string; value: string; onChange: (value: string) => void };

function LateInput({ label, placeholder, value, onChange }: LateProps) {
  const [typed, setTyped] = useState(value);
  const changeLater = useDebouncedCallback(onChange, 250);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      w={170}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        changeLater(event.currentTarget.value.trim());
      }}
    />
  );
}
