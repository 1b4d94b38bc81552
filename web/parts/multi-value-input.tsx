'use client';

import { TagsInput, type TagsInputProps } from '@mantine/core';

type Props = Omit<TagsInputProps, 'value' | 'onChange' | 'data' | 'splitChars'> & {
  value?: string[];
  onChange?: (words: string[]) => void;
};

/** A field for several values. New text is split at commas and blanks; existing values are not changed. */
export function MultiValueInput({ value = [], onChange, ...props }: Props) {
  const parted = (words: string[]) => {
    const known = new Set(value);
    const all = words.flatMap((word) => (known.has(word) ? [word] : word.split(/[\s,]+/).filter(Boolean)));
    onChange?.([...new Set(all)]);
  };
  return <TagsInput {...props} splitChars={[',', ' ']} value={value} onChange={parted} />;
}
