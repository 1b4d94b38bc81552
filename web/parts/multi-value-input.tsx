'use client';

import { TagsInput, type TagsInputProps } from '@mantine/core';

type Props = Omit<TagsInputProps, 'value' | 'onChange' | 'data' | 'splitChars'> & {
  value?: string[];
  onChange?: (words: string[]) => void;
};

/** Several words in one field. What is typed or pasted is parted at commas and blanks; what was there stays as it is. */
export function MultiValueInput({ value = [], onChange, ...props }: Props) {
  const parted = (words: string[]) => {
    const known = new Set(value);
    const all = words.flatMap((word) => (known.has(word) ? [word] : word.split(/[\s,]+/).filter(Boolean)));
    onChange?.([...new Set(all)]);
  };
  return <TagsInput {...props} splitChars={[',', ' ']} value={value} onChange={parted} />;
}
